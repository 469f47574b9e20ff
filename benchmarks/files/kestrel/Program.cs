// The least that sends and takes files: a bare Kestrel with one folder. Arguments: the folder, the port.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options =>
{
    options.Limits.MaxRequestBodySize = null;
    options.ListenLocalhost(int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
});
var app = builder.Build();
app.MapGet("/{name}", (string name) => Results.File(Path.Combine(args[0], name)));
app.MapPut("/{name}", async (string name, HttpRequest request) =>
{
    await using var file = File.Create(Path.Combine(args[0], name));
    await request.Body.CopyToAsync(file);
    file.Flush(flushToDisk: true);
});
app.Run();
