using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Cli.Commands;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Connection;

/// <summary>HTTP to the server of a data folder. Whatever it refuses ends the command with the server's own words.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    public ServerConnection(DataFolder data, ServerStateFile server)
    {
        Data = data;
        Server = server;
        Key = AccessKey.Read(data);
        Address = new Uri(server.Url);
        _http = new HttpClient(Handler()) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key.Value);
    }

    public DataFolder Data { get; }
    public ServerStateFile Server { get; }
    public AccessKey Key { get; }
    public Uri Address { get; }

    public static async Task<ServerConnection> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var data = parsed.DataFolder();
        return new ServerConnection(data, await RunningServer.RequireAsync(data, cancellation));
    }

    /// <summary>
    /// Connects to where a server of this machine, which holds its data folder's lock, says that it listens, never to what the name in
    /// its URL resolves to: so a certificate of any making is fine, no proxy lies between, and the key stays on the machine.
    /// </summary>
    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var listens = IPEndPoint.Parse(Server.Listens);
            var socket = new Socket(listens.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(listens, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable),
        },
    };

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, type, cancellation);

    public Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation) =>
        SendAsync(method, path, Json(body, bodyType), answerType, cancellation);

    /// <summary>For what is answered with nothing but success.</summary>
    public async Task PutAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var done = await SendAsync(HttpMethod.Put, path, Json(body, type), cancellation);
    }

    /// <param name="patience">For what takes longer than 30 seconds to send or to answer.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellation, TimeSpan? patience = null)
    {
        using var response = await SendAsync(method, path, content, cancellation, patience);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellation)
                ?? throw new Failure($"The server at {Address} answered {path} with nothing; it may be of another version. Try: dispatch status");
        }
        catch (JsonException e)
        {
            throw new Failure($"The server at {Address} answered {path} with something else than expected ({e.Message.TrimEnd('.')}). Compare: dispatch status");
        }
    }

    /// <summary>An answer that means success; its caller disposes of it.</summary>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellation, TimeSpan? patience = null) =>
        SendAsync(method, path, content, null, HttpCompletionOption.ResponseContentRead, patience, cancellation);

    /// <summary>An answer whose body is still to be read, however long that takes; its caller disposes of it.</summary>
    /// <param name="from">The first byte that is wanted.</param>
    public Task<HttpResponseMessage> OpenAsync(string path, long from, CancellationToken cancellation) => SendAsync(
        HttpMethod.Get, path, null, from > 0 ? new RangeHeaderValue(from, null) : null, HttpCompletionOption.ResponseHeadersRead, null, cancellation);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, RangeHeaderValue? range, HttpCompletionOption until, TimeSpan? patience, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Range = range;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience ?? Usual);
        try
        {
            var response = await _http.SendAsync(request, until, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw new Refused(await ReasonAsync(response, cancellation), response.StatusCode);
            }
        }
        catch (HttpRequestException e)
        {
            throw new Failure($"The server at {Address} doesn't answer ({Cause(e)}). See why with: dispatch logs; or: dispatch stop, then dispatch start");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new Failure($"The server at {Address} took longer than {(patience ?? Usual).TotalSeconds:0} s. See why with: dispatch logs");
        }
    }

    /// <summary>
    /// Whether the server says that it can work: runner and keeper are there. A disk that is nearly full, something in the background that fails
    /// for now, or what one session lacks, keeps nobody from starting: status tells of it.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Usual);
        try
        {
            using var response = await _http.GetAsync("/readyz", limit.Token);
            return response.IsSuccessStatusCode
                || await response.Content.ReadFromJsonAsync(Wire.Default.Problem, limit.Token) is { Parts: { } parts } && parts.All(part => part.Part is "disk" or "loop" or "session" or "workspace");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return $"The server at {Address} doesn't take the access key of {Key.Origin}. It was started with another one: unset or set $DISPATCH_KEY alike in both places";
        }

        if (response.Content.Headers.ContentType?.MediaType == Problem.ContentType)
        {
            try
            {
                var problem = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), Wire.Default.Problem);
                if (problem?.Detail is { Length: > 0 } detail)
                {
                    return detail;
                }
            }
            catch (JsonException)
            {
                // Told by its status, below.
            }
        }

        return $"The server at {Address} answered {(int)response.StatusCode} {response.ReasonPhrase} to {response.RequestMessage!.RequestUri!.AbsolutePath}. See why with: dispatch logs";
    }

    private static string Cause(HttpRequestException e) => e.InnerException is SocketException socket ? socket.Message : e.Message;
}
