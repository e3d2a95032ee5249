//! A panic inside says nothing on the host's stderr; its message goes to the last error.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

thread_local! {
    static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Sets the hook once. The library carries its own std, so no other hook is replaced.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|info| {
            let payload = info.payload();
            let owned = payload.downcast_ref::<String>().map(String::as_str);
            let text =
                payload.downcast_ref::<&str>().copied().or(owned).unwrap_or("a panic without a message");
            let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
            let message = format!("{text}{}", place.unwrap_or_default());
            let _ = MESSAGE.try_with(|cell| cell.try_borrow_mut().map(|mut kept| *kept = message));
        }));
    });
}

/// The message of this thread's last panic.
pub(crate) fn taken() -> String {
    MESSAGE.try_with(RefCell::take).unwrap_or_default()
}
