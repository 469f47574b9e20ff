using System.Security.Cryptography;
using System.Text;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces;

/// <summary>Where workspaces may be, and how they are called in addresses.</summary>
internal sealed class WorkspacePlaces(WorkspaceRegistry workspaces, DataFolder data)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int LongestSlug = 24;

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A part of its name to know it by, and a random one: an id never comes again, whatever was removed.</summary>
    public static string NewId(string name) => $"{Slug(name)}-{RandomNumberGenerator.GetString(Alphabet, 5)}";

    /// <summary>Where somebody means, absolute and without a slash at its end; a place of its name when they name none.</summary>
    public static string Folder(string? asked, string name)
    {
        var folder = asked switch
        {
            null or "" => Path.Combine(Home, "workspaces", Slug(name)),
            "~" => Home,
            _ when asked.StartsWith("~/", StringComparison.Ordinal) => Path.GetFullPath(asked[2..], Home),
            _ => Path.GetFullPath(asked, Home),
        };
        return folder.Length > 1 ? folder.TrimEnd('/') : folder;
    }

    /// <summary>Null when a new folder may be made there, or one that is there and empty be taken.</summary>
    public Error? RefuseNew(string? asked, string folder) =>
        Refuse(asked, folder)
        ?? (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) ? WorkspaceRules.FolderInUse(folder) : null);

    /// <summary>Null when the folder that is there may be a workspace's.</summary>
    public Error? RefuseExisting(string? asked, string folder) =>
        Refuse(asked, folder) ?? (Directory.Exists(folder) ? null : WorkspaceRules.FolderMissing(folder));

    /// <summary>Whether a folder is another or lies in it.</summary>
    public static bool IsWithin(string folder, string outer) =>
        folder == outer || folder.StartsWith(outer == "/" ? outer : outer + "/", StringComparison.Ordinal);

    private Error? Refuse(string? asked, string folder) =>
        asked?.Contains('\0', StringComparison.Ordinal) is true ? WorkspaceRules.FolderUnusable(asked.Replace("\0", "", StringComparison.Ordinal), "its name has a NUL")
        : IsWithin(folder, data.Root) ? WorkspaceRules.FolderOfData(folder)
        : workspaces.All.FirstOrDefault(workspace => workspace.Info.Folder == folder) is { } taken ? WorkspaceRules.FolderTaken(folder, taken.Info.Name)
        : null;

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(LongestSlug, slug.Length)).Trim('-');
        return text.Length > 0 ? text : "workspace";
    }
}
