namespace Dispatch.Protocol.Gateway;

/// <summary>A provider of models that agents reach through the gateway.</summary>
/// <param name="Id">What stands in paths and on command lines: <c>anthropic</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="KeyVariable">The environment variable that an agent reads its key from.</param>
/// <param name="BaseVariable">The environment variable that an agent reads the provider's address from.</param>
/// <param name="AgentPath">What the address that an agent gets ends with, as its libraries expect it.</param>
/// <param name="DefaultBase">The provider's own address, of the same form.</param>
public sealed record ModelProvider(string Id, string Title, string KeyVariable, string BaseVariable, string AgentPath, string DefaultBase);

public static class ModelProviders
{
    public static readonly ModelProvider Anthropic = new(
        "anthropic", "Anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "/ai/anthropic", "https://api.anthropic.com");

    public static readonly ModelProvider OpenAi = new(
        "openai", "OpenAI", "OPENAI_API_KEY", "OPENAI_BASE_URL", "/ai/openai/v1", "https://api.openai.com/v1");

    public static IReadOnlyList<ModelProvider> All { get; } = [Anthropic, OpenAi];

    public static ModelProvider? Find(string id) => All.FirstOrDefault(provider => provider.Id == id);
}
