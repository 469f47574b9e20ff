using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class SetMode
{
    private const int Most = 0xFFF;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/mode", Handle)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("setFileMode").WithSummary("Change a file's or folder's permissions")
            .Produces<FileDetails>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict);

    private static IResult Handle(string workspace, SetFileMode request, WorkspaceFolders folders)
    {
        var path = FilePath.Parse(request.Path);
        using var root = folders.Open(workspace);
        if (request.Mode is < 0 or > Most)
        {
            throw new FileFaultException(new Error(ErrorKind.Invalid, "file.name-invalid", $"Permissions are 0 to {Most} (07777), not {request.Mode}."));
        }

        // Of a pipe or a device too, which is never opened: by its name in the kernel's list of what this process holds.
        using var file = root.Open(path, OpenFlags.Path | OpenFlags.CloseOnExec);
        return Descriptors.TryChangeMode(file, (uint)request.Mode) is 0
            ? Results.Ok(Entries.Details(root, path))
            : throw FileFault.Last(path.Text);
    }
}
