// What is loaded when first needed, in one piece: two would cost the first page more than they take from it.
export { default as ImportThemeDialog } from './ImportThemeDialog.svelte';
export { default as SettingsPage } from './SettingsPage.svelte';
