/** Hears of notifications and presence, and does nothing. */
export const noNews = { notification() {}, unread() {}, presence() {}, workspaces() {} };
