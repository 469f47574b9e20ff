import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { SignIn } from '../../src/features/sign-in/sign-in.svelte';
import SignInScreen from '../../src/features/sign-in/SignInScreen.svelte';

const me = { principal: 'p', name: 'Ana', device: null, capabilities: [] };

function signIn(refusal?: string) {
  const answer = () => (refusal ? Promise.reject(new Error(refusal)) : Promise.resolve(me));
  const gateway = { signIn: vi.fn(answer), signInWithLink: vi.fn(answer) };
  const signedIn = vi.fn();
  return { gateway, signedIn, model: new SignIn(gateway, signedIn) };
}

describe('signing in', () => {
  it('takes the access key, without the blanks around it', async () => {
    const { gateway, signedIn, model } = signIn();
    render(SignInScreen, { signIn: model });
    const field = screen.getByLabelText('Access key');
    await fireEvent.input(field, { target: { value: ' secret \n' } });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    await vi.waitFor(() => expect(signedIn).toHaveBeenCalled());

    expect(gateway.signIn).toHaveBeenCalledWith('secret');
    expect(field.getAttribute('type')).toBe('password');
  });

  it('shows what the server has against it, and lets one try again', async () => {
    const { signedIn, model } = signIn('That is not the access key.');
    render(SignInScreen, { signIn: model });
    const field = screen.getByLabelText('Access key');
    await fireEvent.input(field, { target: { value: 'wrong' } });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);

    expect((await screen.findByRole('alert')).textContent).toContain('That is not the access key.');
    expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('disabled')).toBe(false);
    expect(signedIn).not.toHaveBeenCalled();
  });

  it('says where the key is when none was entered', async () => {
    const { gateway, model } = signIn();
    await model.withKey('  ');

    expect(model.error).toContain('data folder');
    expect(gateway.signIn).not.toHaveBeenCalled();
  });

  it('uses a link’s token', async () => {
    const { gateway, signedIn, model } = signIn();
    await model.withLink('token');

    expect(gateway.signInWithLink).toHaveBeenCalledWith('token');
    expect(signedIn).toHaveBeenCalledWith(me);
  });

  it('shows that a link was used up', async () => {
    const { signedIn, model } = signIn('This link was used already.');
    await model.withLink('token');

    expect(model.error).toBe('This link was used already.');
    expect(signedIn).not.toHaveBeenCalled();
  });
});
