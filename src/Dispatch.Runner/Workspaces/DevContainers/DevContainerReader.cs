using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.DevContainers;

/// <summary>
/// Reads a <c>devcontainer.json</c> (JSON with comments; https://containers.dev/implementors/json_reference) for a workspace that is a folder of this
/// machine: what holds here, what is kept for a container, and of everything else that it has no effect.
/// </summary>
internal sealed class DevContainerReader(string path, string folder, Func<string, string?> variable)
{
    private const string ForContainer = "kept for an environment that is a container; this one is a folder of this machine";

    private static readonly string[] Commands = ["onCreateCommand", "updateContentCommand", "postCreateCommand"];

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["initializeCommand"] = "it would run on the machine before a container is made, and none is",
        ["postStartCommand"] = "it runs each time a container starts, and there is none; start it as a session",
        ["postAttachCommand"] = "it runs each time an editor attaches; start it as a session",
        ["portsAttributes"] = "ports are this machine's own and need no forwarding",
        ["otherPortsAttributes"] = "ports are this machine's own and need no forwarding",
        ["build"] = ForContainer,
        ["dockerFile"] = ForContainer,
        ["dockerComposeFile"] = ForContainer,
        ["service"] = ForContainer,
        ["runServices"] = ForContainer,
        ["image"] = ForContainer,
        ["features"] = ForContainer,
        ["mounts"] = ForContainer,
        ["runArgs"] = ForContainer,
        ["workspaceMount"] = ForContainer,
        ["workspaceFolder"] = ForContainer,
        ["remoteUser"] = "sessions run as the account that Dispatch runs as",
        ["containerUser"] = "sessions run as the account that Dispatch runs as",
    };

    // Said by the answer itself, or of no consequence for anybody.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal) { "name", "$schema", "forwardPorts", "containerEnv", "remoteEnv", "customizations" };

    private readonly List<DevContainerIgnored> _ignored = [];

    /// <exception cref="DevContainerFaultException">It isn't one.</exception>
    public DevContainer Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(document.RootElement, json.Span);
        }
        catch (JsonException e)
        {
            var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw DevContainerFaultException.Broken(path, (e.LineNumber ?? 0) + 1, (place < 0 ? e.Message : e.Message[..place]).TrimEnd('.'));
        }
    }

    private DevContainer Read(JsonElement root, ReadOnlySpan<byte> json)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw DevContainerFaultException.Broken(path, 1, "it is no object");
        }

        var commands = new List<DevContainerCommand>();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var ports = new List<int>();
        var settings = DevContainerCustomizations.Read(root, _ignored, out var ofTerminals);
        try
        {
            foreach (var name in Commands)
            {
                commands.AddRange(CommandsOf(root, name));
            }

            AddVariables(root, "containerEnv", variables);
            AddVariables(root, "remoteEnv", variables);
            TakeVariables(ofTerminals, DevContainerCustomizations.TerminalVariables, variables);
            AddPorts(root, ports);
        }
        catch (WrongShapeException e)
        {
            throw DevContainerFaultException.Broken(path, LineOf(json, e.Property), $"{e.Property}: {e.Message}");
        }

        Ignore(root);
        return new DevContainer(path, commands, [.. variables.Select(pair => new Variable(pair.Key, pair.Value))], ports, _ignored)
        {
            Name = Text(root, "name"),
            Image = Text(root, "image"),
            Settings = settings.Count > 0 ? settings : null,
            Features = root.TryGetProperty("features", out var features) && features.ValueKind == JsonValueKind.Object
                ? [.. features.EnumerateObject().Select(feature => feature.Name)] : null,
        };
    }

    /// <summary>A text is a shell's line, an array a program and its arguments, an object several of either, which the format runs side by side.</summary>
    private static List<DevContainerCommand> CommandsOf(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Select(one => new DevContainerCommand(name, Line(one.Value, name)))]
            : [new DevContainerCommand(name, Line(value, name))];
    }

    private static string Line(JsonElement command, string property) => command.ValueKind switch
    {
        JsonValueKind.String => command.GetString()!,
        JsonValueKind.Array when command.EnumerateArray().All(word => word.ValueKind == JsonValueKind.String) =>
            string.Join(' ', command.EnumerateArray().Select(word => Quoted(word.GetString()!))),
        _ => throw new WrongShapeException(property, "a command is a text or an array of texts"),
    };

    /// <summary>As one word of a shell, whatever is in it.</summary>
    public static string Quoted(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private void AddVariables(JsonElement root, string property, Dictionary<string, string> variables)
    {
        if (root.TryGetProperty(property, out var value))
        {
            TakeVariables(value, property, variables);
        }
    }

    private void TakeVariables(JsonElement value, string property, Dictionary<string, string> variables)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new WrongShapeException(property, "variables are an object of names and texts");
        }

        foreach (var one in value.EnumerateObject())
        {
            if (one.Value.ValueKind == JsonValueKind.Null)
            {
                // The format's way to take one away again.
                variables.Remove(one.Name);
                continue;
            }

            if (one.Value.ValueKind != JsonValueKind.String)
            {
                throw new WrongShapeException(property, $"the value of '{one.Name}' is no text");
            }

            var filled = new DevContainerText(folder, variable).Fill(one.Value.GetString()!, out var unknown);
            if (unknown is not null)
            {
                _ignored.Add(new DevContainerIgnored($"{property}.{one.Name}", $"${{{unknown}}} is known in a container alone"));
            }
            else if (VariableRules.Refuse(one.Name, filled) is { } refusal)
            {
                _ignored.Add(new DevContainerIgnored($"{property}.{one.Name}", refusal.Message.TrimEnd('.')));
            }
            else
            {
                variables[one.Name] = filled;
            }
        }
    }

    private void AddPorts(JsonElement root, List<int> ports)
    {
        if (!root.TryGetProperty("forwardPorts", out var value))
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new WrongShapeException("forwardPorts", "ports are an array");
        }

        foreach (var one in value.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out var port) && port is > 0 and < 65536)
            {
                ports.Add(port);
            }
            else if (one.ValueKind == JsonValueKind.String && one.GetString()!.Split(':') is [var host, _] && host is not ("localhost" or "127.0.0.1"))
            {
                _ignored.Add(new DevContainerIgnored("forwardPorts", $"'{one.GetString()}' is a port of another container"));
            }
            else if (one.ValueKind == JsonValueKind.String && int.TryParse(one.GetString()!.Split(':')[^1], CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536)
            {
                ports.Add(port);
            }
            else
            {
                throw new WrongShapeException("forwardPorts", $"{one.GetRawText()} is no port");
            }
        }
    }

    private void Ignore(JsonElement root)
    {
        foreach (var property in root.EnumerateObject().Select(property => property.Name).Where(name => !Silent.Contains(name) && !Commands.Contains(name)))
        {
            var reason = Reasons.GetValueOrDefault(property, "Dispatch makes nothing of it");
            _ignored.Add(new DevContainerIgnored(property, reason, reason == ForContainer ? true : null));
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long LineOf(ReadOnlySpan<byte> json, string property)
    {
        var at = json.IndexOf(System.Text.Encoding.UTF8.GetBytes($"\"{property}\""));
        return at < 0 ? 1 : json[..at].Count((byte)'\n') + 1;
    }

    private sealed class WrongShapeException(string property, string message) : Exception(message)
    {
        public string Property { get; } = property;
    }
}
