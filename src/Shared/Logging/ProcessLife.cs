namespace Dispatch.Logging;

/// <summary>Logs the process's beginning and end, and what nobody caught: an exception that ends it, and one in a task that nobody awaited.</summary>
internal sealed partial class ProcessLife(ILogger<ProcessLife> logger, AreaLevels levels, IServiceProvider services, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (levels.Unreadable is { } reason)
        {
            LogUnreadable(logger, reason);
        }

        LogStarted(logger, typeof(ProcessLife).Assembly.GetName().Version);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        LogStops(logger);
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        return Task.CompletedTask;
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => services.GetRequiredService<LogOutput>().WriteNow(new LogEntry(
        time.GetUtcNow(), LogLevel.Critical, LogArea.Hosting, typeof(ProcessLife).FullName!, 1, "The process ends: nobody caught this", Tracing.TraceId, [],
        e.ExceptionObject.ToString()));

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        LogUnobserved(logger, e.Exception);
        e.SetObserved();
    }

    [LoggerMessage(2, LogLevel.Error, "A task that nobody awaited failed")]
    private static partial void LogUnobserved(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "Started, version {Version}")]
    private static partial void LogStarted(ILogger logger, Version? version);

    [LoggerMessage(5, LogLevel.Information, "Stops")]
    private static partial void LogStops(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "{Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
