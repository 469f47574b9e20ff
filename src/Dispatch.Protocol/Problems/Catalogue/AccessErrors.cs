namespace Dispatch.Protocol.Problems.Catalogue;

internal static class AccessErrors
{
    public static readonly ErrorGroup Group = new("Access", "The server doesn't know who asks, or the one who asks may not.",
    [
        new("access.denied", "The caller is known, and lacks what this takes.", "Ask the owner for the capability that the message names."),
        new("access.key-wrong", "This is not the access key.", "`dispatch key` shows it; one given by `DISPATCH_KEY` at the start counts instead of the file."),
        new("access.link-spent", "The sign-in link was used already, or is too old. Each opens once.", "`dispatch open` makes a new one."),
        new("access.not-signed-in", "Nobody is signed in.", "Sign in with the access key (`dispatch key`) or by a link (`dispatch open`); programs send `Authorization: Bearer KEY`."),
        new("access.token-invalid", "A token can't be made of what was asked.", "Correct what the message names."),
        new("access.token-wrong", "This is no token of this server: it was revoked, is over, or never was.", "Make another: `dispatch mcp token NAME`."),
        new("access.too-many-tokens", "There are as many tokens as there may be.", "Revoke one that isn't used any more: `dispatch mcp tokens` lists them."),
        new("access.undeclared", "The endpoint says nothing of who may use it, so nobody may.", "This is a fault of the program: report it."),
        new("capability.missing", "The token that the server made for the runner lacks what this takes.", "Ask the owner for the capability that the message names."),
        new("device.not-found", "No device of this id is signed in.", "It was signed out already; look at the list again."),
        new("sign-in.too-many", "Too many sign-ins failed, from this address or in all.", "Wait for as long as the message and the Retry-After header say.", Retry: true),
        new("token.missing", "The runner was asked without a valid token of its server.", "Ask the server instead. If it was the server, its clock or its keys differ from the runner's: `dispatch doctor`."),
        new("workspace.not-allowed", "The token is for another workspace.", "Ask for the one that the caller has."),
    ]);
}
