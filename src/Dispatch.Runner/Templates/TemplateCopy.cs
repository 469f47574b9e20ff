using System.Text;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Templates;

/// <summary>Makes a folder from a template's: names and texts filled in, the rest as it is.</summary>
/// <param name="values">Null for the template itself, as it is.</param>
internal sealed class TemplateCopy(Template template, TemplateValues? values)
{
    private const int MostFiles = 10_000;
    private const long MostBytes = 256L << 20;
    /// <summary>A larger text is data.</summary>
    private const long LargestText = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _files;
    private long _bytes;

    /// <param name="target">A folder that is there and that nobody else has to do with.</param>
    /// <exception cref="TemplateFaultException">It is too large, or a link in it leads outside.</exception>
    public void Into(string target, CancellationToken cancellation) => CopyFolder(template.Folder, target, cancellation);

    private void CopyFolder(string from, string to, CancellationToken cancellation)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsTemplatesOwn(entry, from))
            {
                continue;
            }

            if (++_files > MostFiles)
            {
                throw TooLarge($"has more than {MostFiles:N0} files");
            }

            var target = Path.Combine(to, NameOf(entry));
            if (entry.LinkTarget is { } link)
            {
                CopyLink(entry, link, target);
            }
            else if (entry is DirectoryInfo folder)
            {
                CopyFolder(folder.FullName, Directory.CreateDirectory(target).FullName, cancellation);
            }
            else if (entry is FileInfo file && (entry.Attributes & FileAttributes.Device) == 0)
            {
                CopyFile(file, target);
            }
        }
    }

    /// <summary>A template that is a repository is not its own past.</summary>
    private bool IsTemplatesOwn(FileSystemInfo entry, string folder) =>
        folder == template.Folder && (entry.Name is ".git" or TemplateSource.FileName || (entry.Name == TemplateReader.FileName && values is not null));

    private string NameOf(FileSystemInfo entry)
    {
        var name = values?.Fill(entry.Name) ?? entry.Name;
        if (name.Length == 0 || name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(name) > 255)
        {
            throw new TemplateFaultException(
                ErrorKind.Invalid, "template.bad-parameter", $"With these parameters '{entry.Name}' would be called '{name}', and no file can be. Choose other values.");
        }

        return name;
    }

    private void CopyLink(FileSystemInfo entry, string link, string target)
    {
        // As it will be: a value may lead elsewhere than its name does.
        var filled = values?.Fill(link) ?? link;
        var leads = Path.GetFullPath(filled, Path.GetDirectoryName(entry.FullName)!);
        if (Path.IsPathRooted(filled) || !leads.StartsWith(template.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Outside(entry, filled, "which is outside of it");
        }

        if (ComesBackUp(filled))
        {
            throw Outside(entry, filled, "which may be outside of it: it goes up again from a folder that could be a link");
        }

        File.CreateSymbolicLink(target, filled);
    }

    // Upwards from where it lies there are only folders. Downwards there may be links, which lead to places inside, as each of them is held against
    // this; but what is above those places, no look at the path alone can tell.
    private static bool ComesBackUp(string link) =>
        link.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").SkipWhile(part => part == "..").Contains("..");

    private TemplateFaultException Outside(FileSystemInfo entry, string link, string why) => new(
        ErrorKind.Invalid, "template.link-outside", $"'{Path.GetRelativePath(template.Folder, entry.FullName)}' of the template links to '{link}', {why}. Take the link away.");

    private void CopyFile(FileInfo file, string target)
    {
        _bytes += file.Length;
        if (_bytes > MostBytes)
        {
            throw TooLarge($"is larger than {MostBytes >> 20} MB");
        }

        if (values is not null && file.Length <= LargestText && TextOf(file) is { } text && values.Fill(text) is var filled && filled != text)
        {
            File.WriteAllText(target, filled, Utf8);
            File.SetUnixFileMode(target, file.UnixFileMode);
        }
        else
        {
            file.CopyTo(target);
        }
    }

    private static string? TextOf(FileInfo file)
    {
        try
        {
            return Utf8.GetString(File.ReadAllBytes(file.FullName));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private TemplateFaultException TooLarge(string how) =>
        new(ErrorKind.TooLarge, "template.too-large", $"The template '{template.Manifest.Name}' {how}. Take out what doesn't belong to it, such as what is built or installed.");
}
