using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Settings;

/// <summary><c>PATCH /api/settings/…</c>: sets and takes away values of one layer, all of them or none.</summary>
internal static class PatchSettings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapPatch("/api/settings/server", ForServer), "changeServerSettings", "for everybody").RequireCapability(Capabilities.ServerManage);
        Describe(routes.MapPatch("/api/settings/user", ForUser), "changeUserSettings", "of the caller").RequireCapability(Capabilities.SettingsWrite);
        Describe(routes.MapPatch("/api/settings/device", ForDevice), "changeDeviceSettings", "of this browser").RequireCapability(Capabilities.SettingsWrite);
        Describe(routes.MapPatch("/api/settings/workspaces/{workspace}", ForWorkspace), "changeWorkspaceSettings", "of a workspace").RequireCapability(Capabilities.SettingsWrite);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string whose) => route
        .WithName(name).WithSummary($"Changes the settings {whose}").Accepts<ChangeSettings>("application/json").Produces<SettingsLayer>();

    private static Task<IResult> ForServer(ChangeSettings request, HttpContext context, SettingsChange change) =>
        change.MakeAsync(SettingLayer.Server, null, request, context.RequestAborted);

    private static Task<IResult> ForUser(ChangeSettings request, HttpContext context, SettingsChange change) =>
        change.MakeAsync(SettingLayer.User, context.Caller().Principal, request, context.RequestAborted);

    private static async Task<IResult> ForDevice(ChangeSettings request, HttpContext context, SettingsChange change) => context.Caller().Device is { } device
        ? await change.MakeAsync(SettingLayer.Device, device, request, context.RequestAborted)
        : new Error(ErrorKind.Conflict, "settings.no-device", "A program with the access key is no device; set it for the user, or in the browser that it is for.").ToResult();

    private static Task<IResult> ForWorkspace(string workspace, ChangeSettings request, HttpContext context, SettingsChange change) =>
        change.MakeAsync(SettingLayer.Workspace, workspace, request, context.RequestAborted);
}
