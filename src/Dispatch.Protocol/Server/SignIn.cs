namespace Dispatch.Protocol.Server;

/// <summary>Body of <c>POST /api/sign-in</c>.</summary>
public sealed record SignInWithKey(string Key);

/// <summary>Body of <c>POST /api/sign-in/link</c>.</summary>
public sealed record SignInWithLink(string Token);

/// <summary>Answer of <c>POST /api/sign-in-links</c>: a link that signs one browser in, once.</summary>
public sealed record SignInLink(string Url, DateTimeOffset ExpiresAt);

/// <summary>Answer of <c>GET /api/me</c>.</summary>
/// <param name="Principal">The id of the principal.</param>
/// <param name="Name">Its name.</param>
/// <param name="Device">The id of the signed-in device; absent for a bearer key.</param>
/// <param name="Capabilities">What it may do.</param>
public sealed record Me(string Principal, string Name, string? Device, IReadOnlyList<string> Capabilities);

/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="SignedInAt">When it signed in, or was made.</param>
/// <param name="LastSeenAt">When it was used last, within an hour.</param>
/// <param name="Current">Whether it is the one that asks.</param>
/// <param name="Token">Of a program's token; absent for a browser.</param>
public sealed record DeviceInfo(string Id, string Name, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, bool Current, TokenInfo? Token = null);

/// <param name="Capabilities">What it may.</param>
/// <param name="Workspace">The only workspace that it is for; absent when it is for all.</param>
/// <param name="ExpiresAt">When it is over.</param>
public sealed record TokenInfo(IReadOnlyList<string> Capabilities, string? Workspace, DateTimeOffset ExpiresAt);

public sealed record DeviceList(IReadOnlyList<DeviceInfo> Items);

/// <summary>Body of <c>POST /api/access-tokens</c>.</summary>
public sealed record MakeAccessToken
{
    /// <summary>What it is called in the list of devices: 1 to 100 characters, none of them control characters.</summary>
    public required string Name { get; init; }

    /// <summary>The only workspace that it is for; all when absent.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whether it only reads; false when absent: it also starts sessions, types into them and ends them.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>Days until it is over, 1 to 3650; 90 when absent.</summary>
    public int? Days { get; init; }
}

/// <summary>Answer of <c>POST /api/access-tokens</c>.</summary>
/// <param name="Id">Names it in the list of devices.</param>
/// <param name="Token">Told this once: a program sends it as <c>Authorization: Bearer</c>.</param>
/// <param name="McpUrl">Where an agent connects with it by the Model Context Protocol.</param>
/// <param name="ExpiresAt">When it is over.</param>
public sealed record AccessTokenMade(string Id, string Token, string McpUrl, DateTimeOffset ExpiresAt);
