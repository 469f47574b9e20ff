/** The frame of a phone, which nothing else needs. */
export const loadPhone = () => import('./shell/Phone.svelte');
