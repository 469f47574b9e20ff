using System.Xml.Linq;

namespace Dispatch.Architecture.Tests;

/// <summary>This repository as files, found upwards from the tests' own build.</summary>
internal static class Repository
{
    private static readonly string[] BuildFolders = ["bin", "obj", "node_modules", "artifacts", "dist"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Projects() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            // What a template of Dispatch begins with is a project of whoever uses it.
            .Where(path => !path.Contains("/Templates/Shipped/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(ReadProject),
    ];

    public static IReadOnlyList<SourceFile> Sources(string folder, params string[] extensions) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => extensions.Contains(Path.GetExtension(path)) && !path.Split('/').Any(BuildFolders.Contains))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static Project ReadProject(string path)
    {
        var items = XDocument.Load(path).Descendants().ToList();
        return new Project(
            Path.GetFileNameWithoutExtension(path),
            [.. Included("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))],
            [.. Included("PackageReference"), .. Included("FrameworkReference")]);

        IEnumerable<string> Included(string item) =>
            items.Where(element => element.Name.LocalName == item).Select(element => element.Attribute("Include")?.Value).OfType<string>();
    }

    private static string FindRoot()
    {
        // A build may be put outside the repository, so the place of this source file is asked first.
        for (var folder = Path.GetDirectoryName(ThisFile()); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Dispatch.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No Dispatch.slnx above {ThisFile()}: run the tests where they were built.");
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}

/// <summary>A project of <c>src/</c> and what its file names.</summary>
internal sealed record Project(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Packages);
