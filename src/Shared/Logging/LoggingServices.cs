using Dispatch.Protocol;

namespace Dispatch.Logging;

/// <summary>How a program logs: lines of JSON into its own files, text on a console when there is one, by areas.</summary>
internal static class LoggingServices
{
    /// <param name="part">Whose files: <c>server</c> or <c>runner</c>.</param>
    /// <param name="console">Whether anybody reads its standard output.</param>
    public static void AddAreaLogging(this ILoggingBuilder logging, DataFolder data, string part, bool console)
    {
        logging.ClearProviders();
        // The areas decide, at every line, and not the factory once.
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.Services
            .AddSingleton(new AreaLevels(data, part))
            .AddSingleton(provider => new LogOutput(
                part, new LogFile(data.LogFiles(part)), console ? Console.Out : null, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ILoggerProvider, LogProvider>()
            .AddHostedService<ProcessLife>();
    }
}
