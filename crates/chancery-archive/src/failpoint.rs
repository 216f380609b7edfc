//! Places at which tests kill the process.

/// Ends the process, as a kill would, where `CHANCERY_FAILPOINT` names this place. Only builds for debugging look.
pub(crate) fn pass(name: &str) {
    if cfg!(debug_assertions)
        && std::env::var_os("CHANCERY_FAILPOINT").is_some_and(|wanted| wanted == name)
    {
        std::process::abort();
    }
}
