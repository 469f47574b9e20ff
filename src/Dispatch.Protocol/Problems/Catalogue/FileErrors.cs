namespace Dispatch.Protocol.Problems.Catalogue;

internal static class FileErrors
{
    public static readonly ErrorGroup Group = new("Files", "The runner, when files of a workspace are asked for or changed. What couldn't be done whole wasn't done at all.",
    [
        new("file.changed", "The file has another content than when it was read.", "Read it again, and compare; or write without `If-Match` to put yours in its place."),
        new("file.denied", "The runner's account may not do this to the file.", "Change its permissions, or those of its folder."),
        new("file.disk-full", "The disk has no room for it, or the account has used up its share.", "Delete something, then try again.", Retry: true),
        new("file.exists", "Something is there already.", "Choose another name, or move away what is there."),
        new("file.failed", "The system refused; the message has its reason.", "See to that, then try again."),
        new("file.into-itself", "A folder can't be moved or copied into itself.", "Choose another place."),
        new("file.is-a-folder", "It is a folder, and a file is expected.", "Name a file."),
        new("file.link-circle", "The path goes through links that lead back to themselves.", "Correct one of the links."),
        new("file.name-invalid", "No file can be called so.", "A name has 1 to 255 bytes, none of them NUL, and isn't `.` or `..`."),
        new("file.no-watch", "This address is a WebSocket of the subprotocol `dispatch.files.v1`.", "Connect to it as one."),
        new("file.not-a-file", "It is a folder, or a pipe, a socket or a device, which aren't opened.", "Name a file."),
        new("file.not-a-folder", "It, or something on the way to it, is no folder.", "Name a folder."),
        new("file.not-found", "There is nothing at this path; or a link there leads nowhere.", "List the folder to see what there is."),
        new("file.not-text", "It isn't text in UTF-8, and only text was asked for.", "Use a program that knows its format."),
        new("file.outside", "The path leads out of the workspace's folder: by `..`, from the root, or through a link.", "Name something inside; open the other place as a workspace of its own."),
        new("file.query-invalid", "What to look for can't be understood; the message says why.", "Correct it; a text that isn't a regular expression is searched as it is."),
        new("file.read-only", "The disk can't be written to.", "Mount it for writing, or choose another place."),
        new("file.too-large", "It is larger than is taken here, or than the disk's format allows.", "Upload it in parts, or download it."),
        new("trash.not-found", "Nothing was deleted under this id, or it was taken out of the trash meanwhile.", "`GET …/files/trash` lists what there is."),
        new("upload.incomplete", "Not all of the file has come yet.", "Send the rest, from the offset that `GET …/files/uploads/{id}` tells."),
        new("upload.not-found", "There is no such upload: it was finished, taken back, or lay untouched for a week.", "Begin another."),
        new("upload.offset", "The part doesn't begin where the last one ended.", "Go on at the offset that `GET …/files/uploads/{id}` tells."),
    ]);
}
