using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>
/// The user's own templates as a backup has them: their files, which of them may be executed, and links that stay within their template. A
/// template that is a repository is not its own past; what a link leads to elsewhere lies in a folder of the user's.
/// </summary>
internal static class TemplateFiles
{
    private const string Folder = "templates";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const UnixFileMode Program = Owner | UnixFileMode.UserExecute;

    /// <summary>Whether it is the path of something in a template, and leads nowhere else.</summary>
    public static bool MayBe(string name) =>
        name.Split('/') is [Folder, var template, _, ..] parts && !template.StartsWith('.')
        && parts.All(part => part.Length > 0 && part is not ("." or "..") && !part.Any(char.IsControl));

    /// <summary>Whether a link stays in its template, whatever other links are on its way: up only at its beginning.</summary>
    public static bool MayLead(string name, string target)
    {
        var parts = name.Split('/');
        var template = $"/{Folder}/{parts[1]}/";
        return !target.Split('/').SkipWhile(part => part == "..").Contains("..") && !target.Contains('\0', StringComparison.Ordinal) && !Path.IsPathRooted(target) && Path.GetFullPath(target, $"/{string.Join('/', parts[..^1])}").StartsWith(template, StringComparison.Ordinal);
    }

    /// <returns>What was copied, as the manifest tells of it: the links last, so that nothing is ever written through one.</returns>
    public static async Task<IReadOnlyList<BackupFile>> CopyAsync(DataFolder data, DataFolder copy, CancellationToken cancellation)
    {
        var (files, links) = (new List<BackupFile>(), new List<BackupFile>());
        DirectoryInfo[] templates = Directory.Exists(data.Templates) ? new DirectoryInfo(data.Templates).GetDirectories() : [];
        foreach (var template in templates.Where(folder => !folder.Name.StartsWith('.') && folder.LinkTarget is null).OrderBy(folder => folder.Name, StringComparer.Ordinal))
        {
            await CopyAsync(template, template, data, copy, files, links, cancellation);
        }

        return [.. files, .. links];
    }

    private static async Task CopyAsync(
        DirectoryInfo folder, DirectoryInfo template, DataFolder data, DataFolder copy, List<BackupFile> files, List<BackupFile> links, CancellationToken cancellation)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(data.Root, entry.FullName);
            if ((folder == template && entry.Name == ".git") || !MayBe(name))
            {
                continue;
            }

            if (entry.LinkTarget is { } target)
            {
                if (MayLead(name, target))
                {
                    links.Add(BackupFile.OfLink(name, target));
                }
            }
            else if (entry is DirectoryInfo inner)
            {
                await CopyAsync(inner, template, data, copy, files, links, cancellation);
            }
            else if (entry is FileInfo file && (entry.Attributes & FileAttributes.Device) == 0)
            {
                var path = Path.Combine(copy.Root, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                file.CopyTo(path);
                File.SetUnixFileMode(path, Owner);
                files.Add(await BackupWriter.DescribeAsync(copy.Root, name, cancellation) with
                {
                    Executable = file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? true : null,
                });
            }
        }
    }
}
