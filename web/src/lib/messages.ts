/** All that the page says, compiled from `messages/`. Called when it is shown, never when a module is loaded: no language is spoken yet then. */
export * as m from '$messages/all';
