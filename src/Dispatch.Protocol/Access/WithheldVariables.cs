namespace Dispatch.Protocol.Access;

/// <summary>
/// What a runner doesn't get of the server's environment, and no shell of its runner's: Dispatch's own settings, the access key, and the
/// model providers' keys, which only the server may use.
/// </summary>
public static class WithheldVariables
{
    private const string OwnPrefix = "DISPATCH_";

    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "TERMINAL_KEY",
        "AI21_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "AWS_BEARER_TOKEN_BEDROCK", "AZURE_INFERENCE_CREDENTIAL",
        "AZURE_OPENAI_API_KEY", "CEREBRAS_API_KEY", "COHERE_API_KEY", "CO_API_KEY", "DASHSCOPE_API_KEY", "DEEPSEEK_API_KEY",
        "FIREWORKS_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY", "GROQ_API_KEY", "HF_TOKEN",
        "HUGGINGFACEHUB_API_TOKEN", "HUGGINGFACE_API_KEY", "HUGGING_FACE_HUB_TOKEN", "MISTRAL_API_KEY", "MOONSHOT_API_KEY",
        "NVIDIA_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY", "PERPLEXITY_API_KEY", "REPLICATE_API_TOKEN", "TOGETHER_API_KEY",
        "VOYAGE_API_KEY", "XAI_API_KEY", "ZAI_API_KEY",

        // The server's gateway goes there; an agent that isn't given the key has no use for the place.
        "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL",
    };

    public static bool Include(string variable) =>
        variable.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase) || Secrets.Contains(variable);
}
