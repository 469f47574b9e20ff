using System.Data.Common;
using System.Net.Sockets;
using Dispatch.Logging;
using Dispatch.Server.Access;
using Dispatch.Server.Databases;
using Dispatch.Server.Environments;
using Dispatch.Server.Feed;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Gateway;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Layouts;
using Dispatch.Server.Live;
using Dispatch.Server.Logs;
using Dispatch.Server.Mcp;
using Dispatch.Server.Metrics;
using Dispatch.Server.Notifications;
using Dispatch.Server.OpenApi;
using Dispatch.Server.Opinions;
using Dispatch.Server.Secrets;
using Dispatch.Server.Settings;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;
using Microsoft.AspNetCore.Connections;

namespace Dispatch.Server;

internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            var options = CommandLine.Parse(arguments, Environment.GetEnvironmentVariable);
            if (options.RotateKey)
            {
                Console.WriteLine(await RotateKey.RunAsync(options, TimeProvider.System, CancellationToken.None));
                return 0;
            }

            if (options.PrintOpenApi)
            {
                Console.Write(await PrintOpenApi.RunAsync(TimeProvider.System, CancellationToken.None));
                return 0;
            }

            if (options.DatabaseTask is { } task)
            {
                Console.WriteLine(await DatabaseProgram.RunAsync(options, task, TimeProvider.System, CancellationToken.None));
                return 0;
            }

            await RunAsync(options);
            return 0;
        }
        catch (StartException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            // A disk that is full, a file that isn't ours: whoever started this reads the last line.
            await Console.Error.WriteLineAsync($"Dispatch.Server can't go on ({e.Message.ReplaceLineEndings(" ")}); free space on its disk, or correct what that names, then start it again.");
            return 1;
        }
    }

    /// <summary>The whole server, in the order in which a request meets it.</summary>
    internal static WebApplication Build(ServerOptions options, TimeProvider time, Preparation prepared, Action<IServiceCollection>? change = null)
    {
        // Empty: what the options say is all there is, and no settings file is looked for or watched.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRouting();
        Listener.Configure(builder.WebHost, options, prepared.Certificate);
        builder.Logging.AddAreaLogging(options.Data, "server", console: !options.Detached);
        builder.Services
            .AddHosting(options, time, prepared)
            .AddStorage(prepared.Database)
            .AddAccess()
            .AddIdentity()
            .AddEnvironments()
            .AddLayouts()
            .AddForwarding()
            .AddSecrets()
            .AddGateway()
            .AddFeed()
            .AddLive()
            .AddSettings()
            .AddNotifications()
            .AddMetering(options)
            .AddLogs()
            .AddMcp()
            .AddApiDescription();
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseTracing();
        app.UseRequestLog();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseProxies(options);
        app.UseHostCheck(options);
        app.UseRouting();
        app.UseIdentity();
        app.UseOriginCheck();
        app.UseAccessGate();
        app.UseWebSockets();

        app.MapHosting();
        app.MapIdentity();
        app.MapLayouts();
        app.MapSecrets();
        app.MapGateway();
        ForgetWorkspace.Map(app);
        app.MapForwarding();
        app.MapLive();
        app.MapSettings();
        app.MapNotifications();
        app.MapOpinions();
        app.MapLogs();
        app.MapMetrics();
        app.MapMcp();
        app.MapApiDescription();
        app.MapStaticPage(options);
        app.DemandDeclaredAccess();
        return app;
    }

    private static async Task RunAsync(ServerOptions options)
    {
        await using var prepared = await Preparation.RunAsync(options, TimeProvider.System, CancellationToken.None);
        await using var app = Build(options, TimeProvider.System, prepared);
        MigrationNotice.Log(app.Logger, prepared.Database, prepared.Migrated);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            throw Listener.Explain(options, e.InnerException as SocketException ?? new SocketException((int)SocketError.AddressAlreadyInUse));
        }

        await app.WaitForShutdownAsync();
    }
}
