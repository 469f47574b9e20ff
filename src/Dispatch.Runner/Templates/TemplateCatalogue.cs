using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Templates;

namespace Dispatch.Runner.Templates;

/// <summary>The templates that there are: those that come with Dispatch, and the user's own in the data folder. Read anew each time: people edit them.</summary>
internal sealed class TemplateCatalogue(string shipped, string own)
{
    public TemplateCatalogue(DataFolder data)
        : this(Path.Combine(AppContext.BaseDirectory, "templates"), data.Templates)
    {
    }

    public TemplateList List() => new([.. InOrder(byUser: false), .. InOrder(byUser: true)]);

    /// <summary>Where one of the user's own is, or would be.</summary>
    public string OwnFolder(string id) => Path.Combine(own, id);

    public bool IsShipped(string id) => Ids(shipped).Contains(id);

    public TemplateInfo Describe(string id) => Describe(id, byUser: true);

    /// <exception cref="TemplateFaultException">There is none of that id, or it is broken.</exception>
    public Template Open(string id)
    {
        var folder = FolderOf(id) ?? throw new TemplateFaultException(
            ErrorKind.NotFound, "template.not-found", $"There is no template '{id}'. There are {string.Join(", ", Ids(shipped).Union(Ids(own)).Order(StringComparer.Ordinal))}.");
        return new Template(folder, TemplateReader.Read(folder));
    }

    private IEnumerable<TemplateInfo> InOrder(bool byUser) => Ids(RootOf(byUser))
        .Where(id => byUser || !IsTemplate(Path.Combine(own, id)))
        .Select(id => Describe(id, byUser))
        .OrderBy(info => info.Manifest?.Name ?? info.Id, StringComparer.OrdinalIgnoreCase);

    private TemplateInfo Describe(string id, bool byUser)
    {
        var folder = Path.Combine(RootOf(byUser), id);
        var source = byUser ? TemplateSource.Of(folder)?.Shown : null;
        try
        {
            return new TemplateInfo(id, byUser, TemplateReader.Read(folder), Source: source);
        }
        catch (TemplateFaultException fault)
        {
            return new TemplateInfo(id, byUser, Problem: fault.Message, Source: source);
        }
    }

    private string RootOf(bool byUser) => byUser ? own : shipped;

    private string? FolderOf(string id)
    {
        // An id is the name of a folder, and leads nowhere else.
        if (id.Length == 0 || id.StartsWith('.') || id.Contains('/', StringComparison.Ordinal) || id.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        return new[] { Path.Combine(own, id), Path.Combine(shipped, id) }.FirstOrDefault(IsTemplate);
    }

    private static IEnumerable<string> Ids(string root) => Directory.Exists(root)
        ? Directory.EnumerateDirectories(root).Where(folder => IsTemplate(folder) && !Path.GetFileName(folder).StartsWith('.')).Select(folder => Path.GetFileName(folder))
        : [];

    private static bool IsTemplate(string folder) => File.Exists(Path.Combine(folder, TemplateReader.FileName));
}

/// <param name="Folder">Where it lies.</param>
internal sealed record Template(string Folder, TemplateManifest Manifest);
