import { afterEach, describe, expect, it } from 'vitest';
import { modal } from '$ui/modal';

afterEach(() => document.body.replaceChildren());

function opened() {
  const field = document.createElement('textarea');
  const dialog = document.createElement('dialog');
  const button = document.createElement('button');
  dialog.append(button);
  document.body.append(field, dialog);
  field.focus();
  const close = modal(dialog);
  button.focus();
  return { field, dialog, close };
}

describe('a modal dialog', () => {
  it('gives the keyboard back when it was removed', () => {
    const { field, dialog, close } = opened();
    dialog.remove();
    close();

    expect(document.activeElement).toBe(field);
  });

  it('leaves the keyboard to what took it meanwhile', () => {
    const { close } = opened();
    const other = document.createElement('input');
    document.body.append(other);
    other.focus();
    close();

    expect(document.activeElement).toBe(other);
  });
});
