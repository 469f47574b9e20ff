using System.Collections.Immutable;
using System.Text.Json;
using Dispatch.Protocol.Agents;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>What a tool call is used on, as far as the agent says. What it doesn't say fits no pattern.</summary>
/// <param name="Said">The sort of tool that the agent calls it; null when it calls it none.</param>
/// <param name="Paths">The files, as the agent wrote them.</param>
/// <param name="Command">The command; null for what is none.</param>
internal sealed record CallSubject(string? Said, IReadOnlyList<string> Paths, string? Command)
{
    private const int MostPaths = 100;

    // How agents call the file that they mean.
    private static readonly string[] PathNames = ["file_path", "filePath", "notebook_path", "abs_path", "path", "file", "source", "destination", "old_path", "new_path"];

    public static CallSubject None { get; } = new(null, [], null);

    /// <summary>A call that is told of in several messages: what a later one leaves out stays.</summary>
    public CallSubject With(JsonElement call)
    {
        var input = JsonRpc.Of(call, "rawInput");
        var paths = Items(JsonRpc.Of(call, "locations")).Select(location => JsonRpc.Text(location, "path"))
            .Concat(Items(JsonRpc.Of(call, "content")).Where(block => JsonRpc.Text(block, "type") == "diff").Select(block => JsonRpc.Text(block, "path")))
            .Concat(PathNames.Select(name => JsonRpc.Text(input, name)))
            .OfType<string>();
        return new CallSubject(JsonRpc.Text(call, "kind") ?? Said, [.. Paths.Concat(paths).Distinct().Take(MostPaths + 1)], CommandOf(input) ?? Command)
        {
            Changes = Changes || Items(JsonRpc.Of(call, "content")).Any(block => JsonRpc.Text(block, "type") == "diff"),
            Shown = [.. Shown, .. Items(JsonRpc.Of(call, "content")).Where(block => JsonRpc.Text(block, "type") == "diff").Select(ShownChange.Of).OfType<ShownChange>()],
        };
    }

    /// <summary>The changes that it shows.</summary>
    public ImmutableArray<ShownChange> Shown { get; init; } = [];

    /// <summary>By what its messages belong together; null when it has none.</summary>
    public static string? Id(JsonElement call) => JsonRpc.Text(call, "toolCallId");

    /// <summary>It shows a change of a file.</summary>
    public bool Changes { get; init; }

    /// <summary>What it is: with a command it runs one, and with a change it makes one, whatever it is called.</summary>
    public string Tool => Command is not null ? AgentTools.Execute
        : Changes && Said is not (AgentTools.Delete or AgentTools.Move) ? AgentTools.Edit
        : Said ?? AgentTools.Other;

    /// <summary>Else there are too many files to be looked at, and no pattern that allows fits.</summary>
    public bool Whole => Paths.Count <= MostPaths;

    /// <summary>By what a later use of the same is known.</summary>
    public IEnumerable<string> Keys => Command is { } command ? [CommandKey(command)] : Paths.Select(path => PathKey(Tool, path));

    public static string PathKey(string tool, string path) => $"{tool} {Path.GetFullPath(path, "/")}";

    public static string CommandKey(string command) => $"$ {command}";

    private static string? CommandOf(JsonElement? input)
    {
        var words = Items(JsonRpc.Of(input, "args")).Select(Word);
        return JsonRpc.Of(input, "command") switch
        {
            // Alone it is a shell's text.
            { ValueKind: JsonValueKind.String } text => words.Any() ? CommandText.Of([Word(text), .. words]) : text.GetString(),
            { ValueKind: JsonValueKind.Array } command => CommandText.Of([.. Items(command).Select(Word), .. words]),
            _ => null,
        };
    }

    private static string Word(JsonElement word) => word.ValueKind == JsonValueKind.String ? word.GetString()! : word.GetRawText();

    private static JsonElement[] Items(JsonElement? array) => array is { ValueKind: JsonValueKind.Array } there ? [.. there.EnumerateArray()] : [];
}
