using System.Net;
using System.Text.Json.Serialization;
using Dispatch.Connections;
using Dispatch.Logging;
using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Runner.Access;
using Dispatch.Runner.Agents;
using Dispatch.Runner.Agents.Installing;
using Dispatch.Runner.Agents.McpServers;
using Dispatch.Runner.Agents.Conversations;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Attach;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Feed;
using Dispatch.Runner.Files.Endpoints;
using Dispatch.Runner.Gateway;
using Dispatch.Runner.Logs;
using Dispatch.Runner.Metrics;
using Dispatch.Runner.Retention;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Templates;
using Dispatch.Runner.Terminals.Endpoints;
using Dispatch.Runner.Verification;
using Dispatch.Runner.Workspaces;
using Dispatch.Runner.Workspaces.Endpoints;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dispatch.Runner.Hosting;

/// <summary>Puts the runner together: HTTP and WebSocket over one Unix socket.</summary>
internal static class RunnerHost
{
    public static WebApplication Build(RunnerOptions options, bool silent = false, Action<IServiceCollection>? change = null)
    {
        // Empty: the usual builder watches every folder below the current one, here a home folder, for changed settings.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>();
        builder.Services.AddRouting();
        builder.Logging.AddAreaLogging(options.Data, "runner", console: !options.Detached);
        if (silent)
        {
            builder.Logging.ClearProviders();
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.FrameBytes;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxResponseBufferSize = LargeBlocks.BufferedBytes;
            kestrel.ListenUnixSocket(options.Data.RunnerSocket);
            kestrel.Listen(IPAddress.Loopback, GatewayPort.Choose(options.Data), listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, Wire.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<BackgroundLoops>();
        builder.Services.AddMetering(options);
        builder.Services.AddSingleton(options).AddSingleton(options.Data);
        builder.Services.AddCapabilityTokens();
        builder.Services.AddDiskRoom(options);
        builder.Services.AddWorkspaces();
        builder.Services.AddSessions(options);
        builder.Services.AddGateway();
        builder.Services.AddFiles();
        builder.Services.AddTemplates();
        builder.Services.AddRetention();
        builder.Services.AddSingleton<RunnerState>();
        builder.Services.AddApiDescription();
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseTracing();
        app.UseRequestLog();
        app.UseGateway();
        app.UseProblems();
        app.UseRouting();
        app.UseCapabilities();
        app.UseWorkspaces();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        app.MapGet("/healthz", () => Results.Ok()).Public().ExcludeFromDescription();
        app.MapWorkspaces();
        app.MapSessions();
        app.MapTerminals();
        app.MapAttach();
        app.MapFiles();
        app.MapTemplates();
        app.MapAgents();
        app.MapRegistrations();
        app.MapInstallations();
        app.MapMcpServers();
        app.MapConversations();
        app.MapGateway();
        app.MapAgentRules();
        app.MapFeed();
        app.MapVerification();
        app.MapRetention();
        app.MapLogLevels();
        app.MapMetrics();
        return app;
    }
}
