namespace Dispatch.Protocol;

/// <summary>
/// The one data folder and where each part keeps its things in it. The folder is 0700, and so is <c>run</c>; every file with a
/// secret and every socket is 0600. A lock file holds the process id of the part that has it locked (<c>flock</c>).
/// </summary>
public sealed record DataFolder(string Root)
{
    /// <summary>Overrides the default place, <c>~/.dispatch</c>.</summary>
    public const string EnvironmentVariable = "DISPATCH_HOME";

    /// <summary>The longest socket path that Linux takes (<c>sun_path</c> less its NUL).</summary>
    public const int MaximumSocketPath = 107;

    public string Run => Path.Combine(Root, "run");
    public string Logs => Path.Combine(Root, "logs");

    public string AccessKeyFile => Path.Combine(Root, "key");
    /// <summary>What the secret variables of workspaces are encrypted with; never in the database.</summary>
    public string SecretsKeyFile => Path.Combine(Root, "secrets-key");
    public string ServerDatabase => Path.Combine(Root, "server.db");
    /// <summary>What whoever runs the server sets for everybody; made by hand, if at all.</summary>
    public string SettingsFile => Path.Combine(Root, "settings.json");

    /// <summary>Prices of models over those that Dispatch comes with; made by hand, if at all.</summary>
    public string ModelPricesFile => Path.Combine(Root, "model-prices.json");

    public string ServerStateFile => Path.Combine(Run, "server.json");
    /// <summary>The port that the server had last: pages that are open find it there again.</summary>
    public string ServerPortFile => Path.Combine(Run, "port");
    public string ServerLock => Path.Combine(Run, "server.lock");
    public string ServerPublicKeys => Path.Combine(Run, Access.CapabilityToken.PublicKeysFile);

    public string RunnerSocket => Path.Combine(Run, "runner.sock");
    public string RunnerLock => Path.Combine(Run, "runner.lock");
    /// <summary>Where the server takes what a runner's agents ask of models.</summary>
    public string GatewaySocket => Path.Combine(Run, "models.sock");
    /// <summary>What the runner makes the secrets of its agents from, and the port that they reach it at: both stay while agents outlive their runner.</summary>
    public string GatewayKeyFile => Path.Combine(Run, "models-key");
    public string GatewayPortFile => Path.Combine(Run, "models-port");
    public string KeeperSocket => Path.Combine(Run, "keeper.sock");
    public string KeeperLock => Path.Combine(Run, "keeper.lock");

    /// <summary>The user's own templates, a folder each.</summary>
    public string Templates => Path.Combine(Root, "templates");

    /// <summary>The git worktrees that agents work in, by workspace and name.</summary>
    public string Worktrees => Path.Combine(Root, "worktrees");

    /// <summary>Agents that were installed on request, a folder each.</summary>
    public string Agents => Path.Combine(Root, "agents");

    /// <summary>Agents and servers for them that were registered here.</summary>
    public string AgentBookFile => Path.Combine(Root, "agents.json");

    public string Workspaces => Path.Combine(Root, "workspaces");
    public string WorkspaceLog(string workspace) => Path.Combine(Workspaces, workspace, "log.db");

    /// <summary>The log of a part that writes structured lines.</summary>
    public Logs.LogFiles LogFiles(string part) => new(Logs, part);

    /// <summary>What a part writes to its standard output and error: why it didn't start, and all that the keeper has to say.</summary>
    public string LogFile(string part) => Path.Combine(Logs, part + ".log");

    /// <summary>The folder named by <paramref name="option"/>, else by the environment, else <c>~/.dispatch</c>.</summary>
    public static DataFolder Locate(string? option)
    {
        var named = !string.IsNullOrWhiteSpace(option) ? option : Environment.GetEnvironmentVariable(EnvironmentVariable);
        var root = !string.IsNullOrWhiteSpace(named)
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dispatch");
        return new DataFolder(Path.GetFullPath(root));
    }
}
