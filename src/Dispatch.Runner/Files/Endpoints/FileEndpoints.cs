using Dispatch.Protocol;
using Dispatch.Runner.Files.Drafts;
using Dispatch.Runner.Files.Finding;
using Dispatch.Runner.Files.Git;
using Dispatch.Runner.Files.Trash;
using Dispatch.Runner.Files.Uploads;
using Dispatch.Runner.Files.Watching;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Native;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatch.Runner.Files.Endpoints;

/// <summary>What can be done with a workspace's files over HTTP, an action a file.</summary>
internal static class FileEndpoints
{
    public const string Path = "/api/workspaces/{workspace}/files";

    public static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<WorkspaceFolders>();
        services.AddSingleton<TrashBin>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<Inotify>();
        services.AddSingleton<FileIndexes>();
        services.AddSingleton<GitStatuses>();
        services.AddSingleton<DraftStore>();
    }

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup(Path);
        files.AddEndpointFilter(RefuseAsync);
        ListFolder.Map(files);
        GetFileInfo.Map(files);
        GetContent.Map(files);
        PutContent.Map(files);
        MakeFolderEndpoint.Map(files);
        MoveFileEndpoint.Map(files);
        CopyFileEndpoint.Map(files);
        TrashEndpoints.Map(files);
        SetMode.Map(files);
        MakeLinkEndpoint.Map(files);
        UploadEndpoints.Map(files);
        GetArchive.Map(files);
        WatchFilesEndpoint.Map(files);
        FindFiles.Map(files);
        SearchInFiles.Map(files);
        ReplaceInFilesEndpoint.Map(files);
        DraftEndpoints.Map(files);
        GetGitStatus.Map(files);
    }

    /// <summary>As many bytes as the disk takes.</summary>
    public static void AllowLargeBody(this HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (FileFaultException fault)
        {
            return fault.Error.ToResult();
        }
        catch (IOException e) when (e.HResult is Errno.NoSpace or Errno.Quota or Errno.ReadOnly)
        {
            // Of what the runner keeps of files itself: what was deleted, what comes, what isn't saved.
            return FileFault.Of(e.HResult, context.HttpContext.RequestServices.GetRequiredService<DataFolder>().Root).Error.ToResult();
        }
    }
}
