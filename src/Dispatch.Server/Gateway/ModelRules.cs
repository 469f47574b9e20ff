using Dispatch.Protocol.Gateway;
using Dispatch.Protocol.Problems;

namespace Dispatch.Server.Gateway;

/// <summary>What a key, an address and a limit may be.</summary>
internal static class ModelRules
{
    private const int LongestKey = 1000;
    private const int LongestAddress = 500;
    private const decimal MostDollars = 1_000_000;

    public static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    public static bool IsAddress(string address) => address.Length <= LongestAddress && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    public static Error? Refuse(SetModelKey request) =>
        !IsKey(request.Key) ? new Error(ErrorKind.Invalid, "model.key-invalid", $"This can be no key: it has 1 to {LongestKey} printable ASCII characters and no spaces.")
        : request.BaseUrl is { Length: > 0 } address && !IsAddress(address)
            ? new Error(ErrorKind.Invalid, "model.address-invalid", "The address must be an https:// or http:// URL without a name, a password, a query or a fragment, like https://api.anthropic.com.")
            : null;

    public static Error? Refuse(ModelLimits limits) =>
        limits.DayCost is < 0 or > MostDollars || limits.SessionCost is < 0 or > MostDollars || limits.DayTokens is < 0 || limits.SessionTokens is < 0
            ? new Error(ErrorKind.Invalid, "model.limit-invalid", $"A limit is a number from 0, of dollars at most {MostDollars:0}; leave it out for none.")
            : null;

    public static Error UnknownProvider(string provider) => new(
        ErrorKind.NotFound, "model.provider-unknown", $"There is no provider '{provider}'. There are: {string.Join(", ", ModelProviders.All.Select(known => known.Id))}.");

    public static Error NoKey(ModelProvider provider) => new(ErrorKind.NotFound, "model.no-key", $"No key for {provider.Title} is set here. One that the server's environment names is taken from there.");
}
