using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;

namespace Dispatch.Protocol.Tests.Problems;

/// <summary>The codes that the programs' source names. Whatever looks like one is one, unless it is a capability, an event, a setting or a file.</summary>
internal static partial class ErrorSources
{
    private static readonly string[] FileEndings = ["db", "db-wal", "db-shm", "json", "sock", "lock", "sshfs"];

    public static string Root { get; } = FindRoot();

    /// <summary>Each with a file that names it.</summary>
    public static IReadOnlyDictionary<string, string> Codes()
    {
        var others = Names(typeof(Capabilities)).Concat(Names(typeof(EventTypes))).Concat(Names(typeof(AgentEvents))).Concat(SettingsSchema.All.Select(setting => setting.Key)).ToHashSet(StringComparer.Ordinal);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Files())
        {
            foreach (var code in Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            {
                if (!others.Contains(code) && !FileEndings.Contains(code[(code.IndexOf('.', StringComparison.Ordinal) + 1)..]))
                {
                    found.TryAdd(code, Path.GetRelativePath(Root, file));
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/Problems/Catalogue/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
        .Append(Path.Combine(Root, "web", "src", "api", "problem.ts"));

    private static IEnumerable<string> Names(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    // From this source file: a build may lie outside the repository.
    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    [GeneratedRegex("""["']([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)["']""")]
    private static partial Regex Literal();
}
