//! Handles: typed pointers that are never dereferenced. The value is a mark, a generation and a slot of one table.
//!
//! ```text
//! bits 63..56   55..24       23..0
//!      0xC5     generation   slot
//! ```
//! The mark makes the value an address that no allocator gives out on x86-64, so foreign pointers do not match.

use std::any::Any;
use std::sync::{Arc, PoisonError};

#[cfg(shuttle)]
use shuttle::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
#[cfg(not(shuttle))]
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use cs_core::error::{Error, ErrorCode, Result};

use crate::guard::release;
use crate::status::{cs_status, internal};

#[cfg(not(target_pointer_width = "64"))]
compile_error!("a handle holds 64 bits in a pointer");

/// At most this many objects are alive at a time.
const LIVE_LIMIT: usize = 1_000_000;
const MARK: u64 = 0xC5;
const MARK_SHIFT: u32 = 56;
const GENERATION_SHIFT: u32 = 24;
const SLOT_MASK: u64 = (1 << GENERATION_SHIFT) - 1;

/// A C type whose pointers are handles of `Object`.
pub(crate) trait Handle {
    type Object: Any + Send + Sync;
}

struct Slot {
    generation: u32,
    object: Option<Arc<dyn Any + Send + Sync>>,
}

struct Table {
    slots: Vec<Slot>,
    /// Slots to use again. One whose generations are used up is not among them: no value is ever given twice.
    free: Vec<u32>,
    live: usize,
}

/// A table that threads share.
struct Handles(RwLock<Table>);

static HANDLES: Handles = Handles::new();

/// Every change is made by statements that cannot panic half-way, so a poisoned lock is still good.
impl Handles {
    const fn new() -> Self {
        Self(RwLock::new(Table::new()))
    }

    fn reading(&self) -> RwLockReadGuard<'_, Table> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, Table> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn give<O: Any + Send + Sync>(&self, object: O) -> Result<u64> {
        self.writing().insert(Arc::new(object))
    }

    /// The object; it lives on for the caller even if another thread frees the handle meanwhile.
    fn get<O: Any + Send + Sync>(&self, value: u64) -> Option<Arc<O>> {
        self.reading().object(value)
    }

    /// The object, taken out: the lock is let go before it is dropped.
    fn free<O: Any>(&self, value: u64) -> Option<Arc<dyn Any + Send + Sync>> {
        self.writing().remove::<O>(value)
    }
}

impl Table {
    const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), live: 0 }
    }

    fn insert(&mut self, object: Arc<dyn Any + Send + Sync>) -> Result<u64> {
        let full = || Error::new(ErrorCode::Limit, format!("at most {LIVE_LIMIT} objects live at a time"));
        if self.live >= LIVE_LIMIT {
            return Err(full());
        }
        let index = match self.free.pop() {
            Some(index) => index,
            None => {
                let index = u32::try_from(self.slots.len()).map_err(|_| full())?;
                if u64::from(index) > SLOT_MASK {
                    return Err(full());
                }
                self.slots.push(Slot { generation: 0, object: None });
                index
            }
        };
        let slot = usize::try_from(index).ok().and_then(|index| self.slots.get_mut(index));
        let slot = slot.ok_or_else(|| internal("a free slot lies outside the table"))?;
        slot.object = Some(object);
        self.live = self.live.saturating_add(1);
        Ok(MARK << MARK_SHIFT | u64::from(slot.generation) << GENERATION_SHIFT | u64::from(index))
    }

    fn object<O: Any + Send + Sync>(&self, value: u64) -> Option<Arc<O>> {
        let (index, generation) = parts(value)?;
        let slot = self.slots.get(index).filter(|slot| slot.generation == generation)?;
        slot.object.clone()?.downcast().ok()
    }

    fn remove<O: Any>(&mut self, value: u64) -> Option<Arc<dyn Any + Send + Sync>> {
        let (index, generation) = parts(value)?;
        let slot = self.slots.get_mut(index).filter(|slot| slot.generation == generation)?;
        let object = slot.object.take_if(|object| object.is::<O>())?;
        if let Some(next) = slot.generation.checked_add(1) {
            slot.generation = next;
            self.free.extend(u32::try_from(index));
        }
        self.live = self.live.saturating_sub(1);
        Some(object)
    }
}

fn parts(value: u64) -> Option<(usize, u32)> {
    let index = usize::try_from(value & SLOT_MASK).ok()?;
    let rest = value.checked_shr(GENERATION_SHIFT)?;
    let generation = u32::try_from(rest & u64::from(u32::MAX)).ok()?;
    (value >> MARK_SHIFT == MARK).then_some((index, generation))
}

/// Puts an object into the table and gives its handle.
pub(crate) fn give<H: Handle>(object: H::Object) -> Result<*mut H> {
    let value = HANDLES.give(object)?;
    usize::try_from(value)
        .map(std::ptr::without_provenance_mut)
        .map_err(|_| internal("a handle does not fit a pointer"))
}

/// The object behind a handle; it lives on for this call even if another thread frees the handle meanwhile.
pub(crate) fn get<H: Handle>(handle: *const H, name: &str) -> Result<Arc<H::Object>> {
    if handle.is_null() {
        return Err(Error::new(ErrorCode::NullPointer, "this handle is required")
            .at(name)
            .with_value("NULL"));
    }
    let object = u64::try_from(handle.addr()).ok().and_then(|value| HANDLES.get(value));
    object.ok_or_else(|| stale(name))
}

/// Frees a handle; NULL is fine.
pub(crate) fn free<H: Handle>(handle: *const H, name: &'static str) -> cs_status {
    release(|| {
        if handle.is_null() {
            return Ok(());
        }
        let object = u64::try_from(handle.addr()).ok().and_then(|value| HANDLES.free::<H::Object>(value));
        object.map(drop).ok_or_else(|| stale(name))
    })
}

fn stale(name: &str) -> Error {
    Error::new(ErrorCode::StaleHandle, "this handle was freed, is of another kind, or was never given out")
        .at(name)
}

/// How many handles and texts this library has given out that were not freed yet: 0 in a program that leaks nothing.
#[unsafe(no_mangle)]
pub extern "C" fn cs_live_objects() -> u64 {
    let live = HANDLES.reading().live;
    u64::try_from(live.saturating_add(crate::text::live())).unwrap_or(u64::MAX)
}

/// Threads in many orders, drawn by shuttle: `RUSTFLAGS="--cfg shuttle" cargo test -p cs-ffi --lib orders`.
#[cfg(all(test, shuttle))]
mod orders {
    use super::*;
    use shuttle::{check_random, thread};

    const ORDERS: usize = 10_000;

    /// An object that says once when it is dropped, and must be whole until then.
    struct Watched {
        parts: (u64, u64),
        dropped: Arc<RwLock<u32>>,
    }

    impl Drop for Watched {
        fn drop(&mut self) {
            assert_eq!(self.parts.0, !self.parts.1);
            *self.dropped.write().unwrap() += 1;
            self.parts.1 = self.parts.0;
        }
    }

    fn watched(number: u64) -> (Watched, Arc<RwLock<u32>>) {
        let dropped = Arc::new(RwLock::new(0));
        (Watched { parts: (number, !number), dropped: dropped.clone() }, dropped)
    }

    #[test]
    fn an_object_freed_meanwhile_is_whole_or_stale_and_freed_once() {
        let run = || {
            let handles = Arc::new(Handles::new());
            let (object, dropped) = watched(7);
            let value = handles.give(object).unwrap();
            let users: Vec<_> = (0..2)
                .map(|_| {
                    let (handles, dropped) = (handles.clone(), dropped.clone());
                    thread::spawn(move || {
                        if let Some(object) = handles.get::<Watched>(value) {
                            assert_eq!(object.parts, (7, !7));
                            assert_eq!(*dropped.read().unwrap(), 0);
                        }
                    })
                })
                .collect();
            let owners: Vec<_> = (0..2)
                .map(|_| {
                    let handles = handles.clone();
                    thread::spawn(move || handles.free::<Watched>(value).is_some())
                })
                .collect();
            let freed: Vec<bool> = owners.into_iter().map(|owner| owner.join().unwrap()).collect();
            users.into_iter().for_each(|user| user.join().unwrap());
            assert_eq!(freed.iter().filter(|freed| **freed).count(), 1);
            assert_eq!(*dropped.read().unwrap(), 1);
            assert_eq!(handles.reading().live, 0);
        };
        check_random(run, ORDERS);
    }

    #[test]
    fn a_value_is_given_to_nobody_else_while_slots_are_used_again() {
        let run = || {
            let handles = Arc::new(Handles::new());
            let threads: Vec<_> = (0..3)
                .map(|number| {
                    let handles = handles.clone();
                    thread::spawn(move || {
                        let own = [0, 1].map(|at| {
                            let (object, dropped) = watched(number * 2 + at);
                            let value = handles.give(object).unwrap();
                            assert_eq!(handles.get::<Watched>(value).unwrap().parts.0, number * 2 + at);
                            assert!(handles.free::<Watched>(value).is_some());
                            assert!(handles.get::<Watched>(value).is_none());
                            assert_eq!(*dropped.read().unwrap(), 1);
                            value
                        });
                        own
                    })
                })
                .collect();
            let mut values: Vec<u64> = threads.into_iter().flat_map(|own| own.join().unwrap()).collect();
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len(), 6);
            assert!(handles.reading().slots.len() <= 3);
        };
        check_random(run, ORDERS);
    }
}

#[cfg(all(test, not(shuttle)))]
mod tests {
    use super::*;

    #[test]
    fn a_freed_value_never_comes_back() {
        let mut table = Table::new();
        let first = table.insert(Arc::new(1_u8)).unwrap();
        assert!(table.remove::<u8>(first).is_some());
        let second = table.insert(Arc::new(2_u8)).unwrap();
        assert_ne!(first, second);
        assert!(table.object::<u8>(first).is_none());
        assert_eq!(*table.object::<u8>(second).unwrap(), 2);
        assert_eq!(table.slots.len(), 1);
    }

    #[test]
    fn another_kind_is_refused_and_not_freed() {
        let mut table = Table::new();
        let value = table.insert(Arc::new(1_u8)).unwrap();
        assert!(table.object::<u16>(value).is_none());
        assert!(table.remove::<u16>(value).is_none());
        assert!(table.object::<u8>(value).is_some());
    }

    #[test]
    fn a_slot_without_generations_left_is_retired() {
        let mut table = Table::new();
        let value = table.insert(Arc::new(1_u8)).unwrap();
        table.slots[0].generation = u32::MAX;
        let last = value | u64::from(u32::MAX) << GENERATION_SHIFT;
        assert!(table.remove::<u8>(last).is_some());
        assert!(table.free.is_empty());
        assert!(table.object::<u8>(last).is_none());
        assert!(table.remove::<u8>(last).is_none());
    }

    struct Own;

    impl Handle for Own {
        type Object = u8;
    }

    #[test]
    fn a_lock_that_a_panic_left_behind_is_still_good() {
        let before: *mut Own = give(1).unwrap();
        let poison = || {
            drop(std::panic::catch_unwind(|| {
                let _held = (HANDLES.0.write(), crate::text::held());
                panic!("of the test");
            }))
        };
        std::thread::spawn(poison).join().unwrap();
        assert!(HANDLES.0.is_poisoned());
        let after: *mut Own = give(2).unwrap();
        assert_eq!((*get(before, "own").unwrap(), *get(after, "own").unwrap()), (1, 2));
        assert_eq!((free(before, "own"), free(after, "own")), (0, 0));
        let text = crate::text::give("text".to_owned()).unwrap();
        // SAFETY: the text is the one that was just given.
        assert_eq!(unsafe { crate::text::cs_string_free(text) }, 0);
    }

    #[test]
    #[cfg_attr(miri, ignore = "a million handles")]
    fn a_million_live_at_most() {
        let mut table = Table::new();
        let object: Arc<dyn Any + Send + Sync> = Arc::new(());
        for _ in 0..LIVE_LIMIT {
            table.insert(object.clone()).unwrap();
        }
        assert_eq!(table.insert(object).unwrap_err().code(), ErrorCode::Limit);
    }
}
