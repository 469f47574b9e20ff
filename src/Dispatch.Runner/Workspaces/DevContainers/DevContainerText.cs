using System.Text;

namespace Dispatch.Runner.Workspaces.DevContainers;

/// <summary>What stands between <c>${</c> and <c>}</c> in a value of <c>devcontainer.json</c>, for a folder of this machine.</summary>
internal sealed class DevContainerText(string folder, Func<string, string?> variable)
{
    /// <param name="unknown">What only a container could tell; null when all is filled in.</param>
    public string Fill(string text, out string? unknown)
    {
        unknown = null;
        var filled = new StringBuilder();
        for (var at = 0; ;)
        {
            var start = text.IndexOf("${", at, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf('}', start);
            if (end < 0)
            {
                return filled.Append(text, at, text.Length - at).ToString();
            }

            filled.Append(text, at, start - at);
            var name = text[(start + 2)..end];
            if (Value(name) is { } value)
            {
                filled.Append(value);
            }
            else
            {
                unknown = name;
            }

            at = end + 1;
        }
    }

    // Here the folder in the container is the one on the machine, and so are its variables.
    private string? Value(string name) => name.Split(':', 3) switch
    {
        ["localWorkspaceFolder" or "containerWorkspaceFolder"] => folder,
        ["localWorkspaceFolderBasename" or "containerWorkspaceFolderBasename"] => Path.GetFileName(folder),
        ["localEnv" or "containerEnv" or "env", var wanted] => variable(wanted) ?? "",
        ["localEnv" or "containerEnv" or "env", var wanted, var otherwise] => variable(wanted) ?? otherwise,
        _ => null,
    };
}
