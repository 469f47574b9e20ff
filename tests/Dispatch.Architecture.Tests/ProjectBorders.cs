namespace Dispatch.Architecture.Tests;

/// <summary>Which project may reference which.</summary>
internal static class ProjectBorders
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Dispatch.Terminal"] = [],
        ["Dispatch.Protocol"] = [],
        ["Dispatch.Runner"] = ["Dispatch.Terminal", "Dispatch.Protocol"],
        ["Dispatch.Server"] = ["Dispatch.Protocol"],
        ["Dispatch.Cli"] = ["Dispatch.Protocol", "Dispatch.Terminal"],
    };

    private static readonly string[] WithoutPackages = ["Dispatch.Terminal", "Dispatch.Protocol"];

    public static IEnumerable<string> Violations(IEnumerable<Project> projects) => projects.SelectMany(Violations);

    private static IEnumerable<string> Violations(Project project)
    {
        if (!Allowed.TryGetValue(project.Name, out var allowed))
        {
            yield return $"{project.Name} is a new project: give it its place in docs and in {nameof(ProjectBorders)}.";
            yield break;
        }

        foreach (var reference in project.References.Except(allowed))
        {
            yield return $"{project.Name} references {reference}; it may reference {(allowed.Length == 0 ? "nothing" : string.Join(", ", allowed))}.";
        }

        foreach (var package in WithoutPackages.Contains(project.Name) ? project.Packages : [])
        {
            yield return $"{project.Name} references {package}; it may reference nothing.";
        }
    }
}
