namespace Dispatch.Protocol.Problems.Catalogue;

internal static class ModelErrors
{
    public static readonly ErrorGroup Group = new("Models", "The server, about the keys to models and what was used of them.",
    [
        new("gateway.token-refused", "Somebody other than a runner asked for a model at the server's own address, or the runner's token has ended.", "Use the address and the key of an agent session's environment."),
        new("model.address-invalid", "What was given for a provider's address can be none.", "Give a URL like `https://api.anthropic.com`, without a name, a password, a query or a fragment."),
        new("model.key-invalid", "What was given for a key can be none.", "Give it as the provider shows it: printable ASCII characters, no spaces."),
        new("model.limit-invalid", "What was given for a limit can be none.", "Give a number from 0; leave it out for no limit."),
        new("model.no-key", "No key for this provider is set in Dispatch.", "See `dispatch models`; a key of the server's environment is removed there."),
        new("model.provider-unknown", "There is no such provider.", "Name one that `dispatch models` lists."),
        new("usage.day-invalid", "What was given for a day is none.", "Write it like `2026-12-01`."),
        new("usage.group-unknown", "Usage isn't kept by what it was to be grouped by.", "Group it by `day`, `workspace`, `session`, `principal`, `provider` or `model`."),
    ]);
}
