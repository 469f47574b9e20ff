using System.Runtime.CompilerServices;

namespace Dispatch.Runner.Tests.Templates;

/// <summary>A test that needs a program which not every machine has: one on the path, or a file of the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WithProgramAttribute : FactAttribute
{
    public WithProgramAttribute(string program)
    {
        var places = program.Contains('/', StringComparison.Ordinal)
            ? [Repository]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (!places.Any(place => File.Exists(Path.Combine(place, program))))
        {
            Skip = $"{program} is missing";
        }
    }

    public static string Repository { get; } = RootOf();

    private static string RootOf([CallerFilePath] string file = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(file)!);
}
