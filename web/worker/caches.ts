/** Names of the caches with what one delegate read. The pages know them too: they fill the first and empty both. */
export const KEPT_PAGES = "kept-pages"; // documents that were kept: never evicted
export const OPENED_PAGES = "opened-pages"; // pages that were opened: bounded
