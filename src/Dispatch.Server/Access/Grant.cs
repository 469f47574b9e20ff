namespace Dispatch.Server.Access;

/// <summary>That a principal may do something somewhere; <see cref="Any"/> stands for every capability or every workspace.</summary>
internal sealed record Grant(string Workspace, string Capability)
{
    public const string Any = "*";
}
