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

public sealed record DeviceInfo(string Id, string Name, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, bool Current);

public sealed record DeviceList(IReadOnlyList<DeviceInfo> Items);
