using Dispatch.Protocol.Problems;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files;

/// <summary>Why something can't be done with a file: what, to which, and what to do.</summary>
internal static class FileFault
{
    public static FileFaultException Outside(string path) => Make(
        ErrorKind.Forbidden, "file.outside", $"'{Short(path)}' leads out of the workspace's folder. Name something inside it, or open the other place as a workspace of its own.");

    public static FileFaultException BadName(string path) => Make(
        ErrorKind.Invalid, "file.name-invalid", $"No file can be called '{Short(path)}'. A name has 1 to {FileName.MostBytes} bytes, no NUL and no '/', and isn't '.' or '..'.");

    public static FileFaultException NotFound(string path) => Make(
        ErrorKind.NotFound, "file.not-found", $"There is no '{Short(path)}'. It may have been moved or deleted: list its folder to see what there is.");

    public static FileFaultException LeadsNowhere(string path) => Make(
        ErrorKind.NotFound, "file.not-found", $"The link '{Short(path)}' leads to nothing. Make what it names, or replace the link.");

    public static FileFaultException Exists(string path) => Make(
        ErrorKind.Conflict, "file.exists", $"'{Short(path)}' is there already. Choose another name, or move it away first.");

    public static FileFaultException Changed(string path) => Make(
        ErrorKind.Stale, "file.changed", $"'{Short(path)}' has changed on the disk since it was read. Read it again and compare, or write over it.");

    public static FileFaultException NotAFolder(string path) => Make(
        ErrorKind.Conflict, "file.not-a-folder", $"'{Short(path)}' is no folder, or something on the way to it isn't. Name a folder.");

    public static FileFaultException IsAFolder(string path) => Make(
        ErrorKind.Conflict, "file.is-a-folder", $"'{Short(path)}' is a folder. Name a file.");

    public static FileFaultException NotAFile(string path) => Make(
        ErrorKind.Conflict, "file.not-a-file", $"'{Short(path)}' is a pipe, a socket or a device, and those aren't opened here. Name a file.");

    public static FileFaultException NotText(string path) => Make(
        ErrorKind.Conflict, "file.not-text", $"'{Short(path)}' isn't text in UTF-8. Use a program that knows its format.");

    public static FileFaultException IntoItself(string from, string to) => Make(
        ErrorKind.Conflict, "file.into-itself", $"'{Short(from)}' can't be put into itself, at '{Short(to)}'. Choose another place.");

    public static FileFaultException TheFolderItself(string what) => Make(
        ErrorKind.Conflict, "file.denied", $"The workspace's own folder can't be {what}. Name something inside it.");

    public static FileFaultException TooLarge(string path, string what) => Make(
        ErrorKind.TooLarge, "file.too-large", $"'{Short(path)}' is too large: {what}.");

    /// <summary>What the system said, in the words of whoever asked.</summary>
    public static FileFaultException Of(int error, string path) => error switch
    {
        Errno.NoEntry => NotFound(path),
        Errno.Exists or Errno.NotEmpty => Exists(path),
        Errno.OtherDevice => Outside(path),
        Errno.NotFolder => NotAFolder(path),
        Errno.IsFolder => IsAFolder(path),
        Errno.NoDevice => NotAFile(path),
        Errno.NameTooLong or Errno.Invalid => BadName(path),
        Errno.FileTooLarge => TooLarge(path, "more than the disk's format takes"),
        Errno.Access or Errno.NotPermitted => Make(
            ErrorKind.Forbidden, "file.denied", $"The runner's account may not do this to '{Short(path)}'. Change its permissions, or those of its folder."),
        Errno.ReadOnly => Make(
            ErrorKind.Forbidden, "file.read-only", $"'{Short(path)}' is on a disk that can't be written to. Mount it for writing, or choose another place."),
        Errno.NoSpace or Errno.Quota => Make(
            ErrorKind.Unavailable, "file.disk-full", $"There is no room on the disk for '{Short(path)}'. Delete something, then try again; what was there before is unharmed."),
        Errno.Loop => Make(
            ErrorKind.Conflict, "file.link-circle", $"The path '{Short(path)}' goes through links that lead back to themselves. Correct one of them."),
        _ => Make(ErrorKind.Failed, "file.failed", $"'{Short(path)}': {Errno.Message(error)}. See to that, then try again."),
    };

    public static FileFaultException Last(string path) => Of(Errno.Last, path);

    private static FileFaultException Make(ErrorKind kind, string code, string message) => new(new Error(kind, code, message));

    private static string Short(string path) => path.Length == 0 ? "." : path.Length <= 200 ? path : path[..100] + "…" + path[^99..];
}
