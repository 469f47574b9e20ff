using Dispatch.Protocol;

namespace Dispatch.Runner.Agents.Installing;

/// <summary>Where agents lie that were installed on request: a folder each, which gets its name when all of it is there.</summary>
internal sealed class AgentFolder(DataFolder data)
{
    /// <summary>
    /// Installs a package beside, where nobody looks for it, and gives it its name at the end: cut off anywhere, nothing is there that counts.
    /// In a folder without settings of npm: those of a workspace could name another registry.
    /// </summary>
    public const string Script =
        """
        set -eu
        cd "$1"
        rm -rf .gone-* ".$2.part"
        mkdir ".$2.part"
        cd ".$2.part"
        echo '{"private":true}' > package.json
        echo "Installing $3 into $1/$2"
        npm install $5 --no-audit --no-fund --omit=dev --loglevel=http -- "$3"
        test -x "node_modules/.bin/$4" || { echo "The package has no program $4."; exit 1; }
        cd ..
        if [ -e "$2" ]; then mv "$2" ".gone-$$"; fi
        mv ".$2.part" "$2"
        rm -rf ".gone-$$"
        echo "Installed."
        """;

    public string Root => data.Agents;

    public string Of(string agent) => Path.Combine(data.Agents, agent);

    /// <summary>The program of an agent that is installed here; null when it isn't.</summary>
    public string? Find(string agent, string program)
    {
        var path = Path.Combine(Of(agent), "node_modules", ".bin", program);
        return !program.Contains('/', StringComparison.Ordinal) && File.Exists(path) ? path : null;
    }

    public void Make() => Directory.CreateDirectory(data.Agents, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Takes an agent away: out of sight at once, however long its files take to go.</summary>
    /// <returns>False when there is none.</returns>
    public bool Remove(string agent)
    {
        if (!Directory.Exists(Of(agent)))
        {
            return false;
        }

        var aside = Path.Combine(data.Agents, $".gone-{Guid.NewGuid():n}");
        Directory.Move(Of(agent), aside);
        _ = Task.Run(() => Directory.Delete(aside, recursive: true));
        return true;
    }
}
