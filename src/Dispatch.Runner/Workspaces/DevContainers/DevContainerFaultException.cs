using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces.DevContainers;

/// <summary>There is no <c>devcontainer.json</c>, or it can't be used as it is.</summary>
internal sealed class DevContainerFaultException(ErrorKind kind, string code, string message) : Exception(message)
{
    public const string NotFound = "devcontainer.not-found";

    public Error Error { get; } = new(kind, code, message);

    public static DevContainerFaultException Missing(string workspace) => new(
        ErrorKind.NotFound, NotFound,
        $"The workspace '{workspace}' has no devcontainer.json: it is looked for as .devcontainer/devcontainer.json, .devcontainer.json and .devcontainer/NAME/devcontainer.json.");

    public static DevContainerFaultException Broken(string path, long line, string reason) =>
        new(ErrorKind.Invalid, "devcontainer.broken", $"{path}, line {line}: {reason}.");
}
