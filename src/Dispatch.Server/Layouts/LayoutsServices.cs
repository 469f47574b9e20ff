using Dispatch.Protocol.Layouts;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Layouts;

internal static class LayoutsServices
{
    public static IServiceCollection AddLayouts(this IServiceCollection services) => services.AddSingleton<LayoutStore>();

    public static void MapLayouts(this IEndpointRouteBuilder routes)
    {
        GetLayout.Map(routes);
        SetLayout.Map(routes);
    }

    /// <summary>Which layout a request is about, or why it is about none.</summary>
    /// <param name="window">As the query has it; 1 when it names none.</param>
    internal static (LayoutKey? Key, Error? Refusal) Key(HttpContext context, string workspace, int? window) =>
        context.Caller().Device is not { } device ? (null, LayoutErrors.NoDevice)
        : window is < 1 or > LayoutLimits.Windows ? (null, LayoutErrors.Invalid($"window is {window}, not from 1 to {LayoutLimits.Windows}"))
        : workspace.Length > LayoutLimits.Name ? (null, LayoutErrors.Invalid($"workspace has more than {LayoutLimits.Name} characters"))
        : (new LayoutKey(device, workspace, window ?? 1), null);

    internal static string Tag(long version) => $"\"{version}\"";
}
