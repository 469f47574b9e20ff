namespace Dispatch.Server.Access;

/// <summary>What an endpoint declares about who may use it: a capability, or null for everybody, signed in or not.</summary>
internal sealed record EndpointAccess(string? Capability);

internal static class EndpointAccessConventions
{
    /// <summary>Only for callers that hold the capability: in the route's <c>{workspace}</c> when it has one, else on the whole server.</summary>
    public static TBuilder RequireCapability<TBuilder>(this TBuilder endpoint, string capability)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new EndpointAccess(capability));

    /// <summary>For everybody, signed in or not.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new EndpointAccess(null));
}
