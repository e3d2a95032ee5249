//! The one way in and out: decides NULL outputs, panics, errors, and that outputs are written on success only.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cs_core::error::Result;

use crate::status::{OK, cs_status, internal, usable};
use crate::{last_error, quiet};

/// Where a function's results go.
pub(crate) trait Target {
    type Value;

    /// Refuses pointers that cannot be written through.
    fn check(&self) -> Result<()>;

    /// Writes the results. Called once, after `check`, on success.
    fn write(self, value: Self::Value);
}

/// An output parameter and its name.
pub(crate) struct Out<T> {
    pointer: *mut T,
    name: &'static str,
}

impl<T> Out<T> {
    pub(crate) fn new(pointer: *mut T, name: &'static str) -> Self {
        Self { pointer, name }
    }
}

impl<T> Target for Out<T> {
    type Value = T;

    fn check(&self) -> Result<()> {
        usable(self.pointer, self.name)
    }

    fn write(self, value: T) {
        // SAFETY: checked for NULL and alignment; that it points to a T is the caller's promise (first page of the
        // header). What was there is a plain value or uninitialised: overwritten, never dropped.
        unsafe { self.pointer.write(value) }
    }
}

/// Of a function that gives a status only.
impl Target for () {
    type Value = ();

    fn check(&self) -> Result<()> {
        Ok(())
    }

    fn write(self, (): ()) {}
}

impl<A, B> Target for (Out<A>, Out<B>) {
    type Value = (A, B);

    fn check(&self) -> Result<()> {
        self.0.check()?;
        self.1.check()
    }

    fn write(self, value: (A, B)) {
        self.0.write(value.0);
        self.1.write(value.1);
    }
}

impl<A, B, C> Target for (Out<A>, Out<B>, Out<C>) {
    type Value = (A, B, C);

    fn check(&self) -> Result<()> {
        self.0.check()?;
        self.1.check()?;
        self.2.check()
    }

    fn write(self, value: (A, B, C)) {
        self.0.write(value.0);
        self.1.write(value.1);
        self.2.write(value.2);
    }
}

/// Runs one call: checks outputs, runs `body`, writes what it returns, or keeps the error for this thread.
pub(crate) fn guard<T: Target>(out: T, body: impl FnOnce() -> Result<T::Value>) -> cs_status {
    match caught(|| out.check().and_then(|()| body())) {
        Ok(value) => {
            out.write(value);
            last_error::clear();
            OK
        }
        Err(error) => last_error::set(&error),
    }
}

/// Runs a `_free`. Success leaves the last error as it was, so that a caller may clean up first and report later.
pub(crate) fn release(body: impl FnOnce() -> Result<()>) -> cs_status {
    match caught(body) {
        Ok(()) => OK,
        Err(error) => last_error::set(&error),
    }
}

fn caught<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    quiet::install();
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(result) => result,
        Err(payload) => {
            discard(payload);
            Err(internal(quiet::taken()))
        }
    }
}

/// Drops a panic's payload; a payload whose own drop panics is leaked rather than thrown at the caller.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::sync::Barrier;
    use std::thread;

    use super::*;
    use cs_core::error::{Error, ErrorCode};
    use cs_core::fact::workers::Workers;

    /// Of two threads that work for a call, the one that is not the caller's panics.
    fn panicking_worker(panics: impl Fn() + Sync) -> (cs_status, i32) {
        let (caller, both) = (thread::current().id(), Barrier::new(2));
        let two = Workers::new(NonZeroUsize::new(2).unwrap());
        let mut output = 7;
        let status = guard(Out::new(&raw mut output, "output"), || {
            let piece = |()| {
                both.wait(); // each has one of the two pieces
                if thread::current().id() != caller {
                    panics();
                }
                Ok(())
            };
            two.map(vec![(), ()], piece).map(|_| 8)
        });
        (status, output)
    }

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }

    #[test]
    fn turns_a_panic_into_internal_and_leaves_the_output() {
        let mut output = 7;
        let status = guard(Out::new(&raw mut output, "output"), || panic!("of the test"));
        assert_eq!((status, output), (ErrorCode::Internal.number(), 7));
        assert!(last_error::message().contains("of the test"), "{}", last_error::message());
    }

    #[test]
    fn turns_a_panic_of_a_worker_into_internal_and_leaves_the_output() {
        assert_eq!(panicking_worker(|| panic!("of a worker")), (ErrorCode::Internal.number(), 7));
        assert!(last_error::message().contains("of a worker"), "{}", last_error::message());
    }

    /// The tests above once more, in processes of their own whose output is looked at.
    #[test]
    fn says_nothing_on_the_hosts_stderr() {
        let own = std::env::current_exe().unwrap();
        for whose in ["a_panic", "a_panic_of_a_worker"] {
            let test = format!("guard::tests::turns_{whose}_into_internal_and_leaves_the_output");
            let run = [&test, "--exact", "--nocapture"];
            let done = std::process::Command::new(&own).args(run).output().unwrap();
            assert!(done.status.success() && String::from_utf8_lossy(&done.stdout).contains("1 passed"));
            assert_eq!(String::from_utf8_lossy(&done.stderr), "");
        }
    }

    #[test]
    fn survives_a_payload_that_panics_when_dropped() {
        let mut output = 7;
        let status = guard(Out::new(&raw mut output, "output"), || std::panic::panic_any(Bomb));
        assert_eq!((status, output), (ErrorCode::Internal.number(), 7));
    }

    #[test]
    fn survives_a_payload_of_a_worker_that_panics_when_dropped() {
        let found = panicking_worker(|| std::panic::panic_any(Bomb));
        assert_eq!(found, (ErrorCode::Internal.number(), 7));
    }

    #[test]
    fn survives_a_caller_that_panics_beside_its_worker() {
        let (mut output, both) = (7, Barrier::new(2));
        let two = Workers::new(NonZeroUsize::new(2).unwrap());
        let status = guard(Out::new(&raw mut output, "output"), || {
            let piece = |()| -> Result<()> {
                both.wait();
                panic!("of both");
            };
            two.map(vec![(), ()], piece).map(|_| 8)
        });
        assert_eq!((status, output), (ErrorCode::Internal.number(), 7));
        assert!(last_error::message().contains("of both"), "{}", last_error::message());
    }

    #[test]
    fn does_not_run_the_body_for_a_null_output() {
        let status = guard(Out::new(std::ptr::null_mut::<i32>(), "output"), || unreachable!());
        assert_eq!(status, ErrorCode::NullPointer.number());
        assert_eq!(last_error::message(), "output: this pointer is required, not NULL");
    }

    #[test]
    fn a_good_call_clears_the_error_and_a_good_free_keeps_it() {
        let mut output = 0;
        let fail = || Err(Error::new(ErrorCode::Limit, "too much"));
        guard(Out::new(&raw mut output, "output"), fail);
        assert_eq!(release(|| Ok(())), OK);
        assert_eq!(last_error::message(), "too much");
        guard(Out::new(&raw mut output, "output"), || Ok(1));
        assert_eq!(last_error::message(), "");
    }
}
