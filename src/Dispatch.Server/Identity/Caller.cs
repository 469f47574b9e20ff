using Dispatch.Server.Access;

namespace Dispatch.Server.Identity;

/// <summary>Who makes a request, and what they may do.</summary>
/// <param name="Principal">The id of the principal.</param>
/// <param name="Name">Its name.</param>
/// <param name="Device">The id of the signed-in device; null for a program with the access key.</param>
/// <param name="AccessVersion">The principal's access version that the grants were read at.</param>
/// <param name="Grants">What it may do.</param>
internal sealed record Caller(string Principal, string Name, string? Device, long AccessVersion, IReadOnlyList<Grant> Grants);
