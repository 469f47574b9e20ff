namespace Dispatch.Metrics.Otlp;

/// <summary>Says why nothing is exported though it was asked for. What else the program does is worth more than its figures: it starts.</summary>
internal sealed partial class OtlpFault(string fault, ILogger<OtlpFault> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogFault(logger, fault);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "{Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
