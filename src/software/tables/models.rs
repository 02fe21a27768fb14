//! What runs models.

use super::super::product::{Product, Trust, image};
use super::super::role::Role;
use crate::lab::State;

#[rustfmt::skip]
pub(super) static PRODUCTS: &[Product] = &[
    image(Role::Ai, "AnythingLLM", "https://anythingllm.com").named("anything-llm").images("anythingllm").keeps(State::Files).excused("SYS_ADMIN"),
    image(Role::Ai, "ComfyUI", "https://github.com/comfyanonymous/ComfyUI").named("comfyui").images("comfyui comfyui-boot comfyui-nvidia-docker").keeps(State::Files).needs("gpu").excused("device"),
    image(Role::Ai, "Dify", "https://dify.ai").named("dify").images("dify-api dify-web dify-sandbox dify-plugin-daemon").keeps(State::Files).size(2, 4096, 0),
    image(Role::Ai, "Flowise", "https://flowiseai.com").named("flowise flowiseai").images("flowise flowise-worker").keeps(State::Files).size(4, 4096, 10),
    image(Role::Ai, "InvokeAI", "https://github.com/invoke-ai/InvokeAI").named("invoke-ai").images("invokeai").keeps(State::Files).needs("gpu").excused("device"),
    image(Role::Ai, "Jupyter", "https://jupyter.org").named("jupyter jupyterlab jupyter-notebook").images("base-notebook minimal-notebook scipy-notebook datascience-notebook tensorflow-notebook pytorch-notebook pyspark-notebook jupyterlab").keeps(State::Files).needs("gpu").size(2, 2048, 4),
    image(Role::Ai, "JupyterHub", "https://jupyter.org/hub").named("jupyterhub").images("jupyterhub").keeps(State::Files).excused("engine-socket").trusted_with(Trust::UntrustedCode),
    image(Role::Ai, "Langflow", "https://www.langflow.org").named("langflow").images("langflow langflow-backend langflow-frontend").keeps(State::Files),
    image(Role::Ai, "Langfuse", "https://langfuse.com").named("langfuse").images("langfuse langfuse-worker").keeps(State::Files),
    image(Role::Ai, "Lemonade Server", "https://lemonade-server.ai").named("lemonade lemonade-server").images("lemonade-server").keeps(State::Files).needs("gpu").excused("device").size(4, 8192, 80),
    image(Role::Ai, "LibreChat", "https://www.librechat.ai").named("librechat").images("librechat librechat-dev librechat-rag-api-dev librechat-rag-api-dev-lite").keeps(State::Files).size(4, 6144, 20),
    image(Role::Ai, "LibreTranslate", "https://libretranslate.com").named("libretranslate").images("libretranslate").keeps(State::Cache),
    image(Role::Ai, "LiteLLM", "https://www.litellm.ai").named("litellm").images("litellm litellm-database litellm-non_root").keeps(State::Files).size(2, 2048, 4),
    image(Role::Ai, "llama.cpp server", "https://github.com/ggml-org/llama.cpp").named("llama-cpp llama-server llama-swap").images("llama.cpp llama-swap").keeps(State::Files).needs("gpu").excused("device"),
    image(Role::Ai, "LobeChat / LobeHub", "https://lobehub.com").named("lobe-chat lobehub").images("lobe-chat lobe-chat-database lobehub").keeps(State::Files).size(6, 10240, 15),
    image(Role::Ai, "LocalAI", "https://localai.io").named("local-ai").images("localai").keeps(State::Files).needs("gpu").excused("device"),
    image(Role::Ai, "MLflow", "https://mlflow.org").named("mlflow").images("mlflow").keeps(State::Files),
    image(Role::Ai, "Ollama", "https://ollama.com").named("ollama").images("ollama").keeps(State::Files).needs("gpu").excused("device").size(4, 4096, 40),
    image(Role::Ai, "Open WebUI", "https://openwebui.com").named("open-webui").images("open-webui").keeps(State::Files).size(4, 8192, 50),
    image(Role::Ai, "OpenHands", "https://github.com/All-Hands-AI/OpenHands").named("openhands").images("openhands").keeps(State::Files).excused("engine-socket").trusted_with(Trust::UntrustedCode),
    image(Role::Ai, "Perplexica", "https://github.com/ItzCrazyKns/Perplexica").named("perplexica").images("perplexica").keeps(State::Files),
    image(Role::Ai, "Speech synthesis servers (Kokoro, openedai-speech)", "https://github.com/remsky/Kokoro-FastAPI").named("kokoro kokoro-tts openedai-speech kokoro-fastapi").images("kokoro-fastapi-cpu kokoro-fastapi-gpu openedai-speech").keeps(State::Cache).needs("gpu").excused("device"),
    image(Role::Ai, "Stable Diffusion WebUI", "https://github.com/AUTOMATIC1111/stable-diffusion-webui").named("stable-diffusion stable-diffusion-webui automatic1111 sd-webui").images("stable-diffusion-webui stable-diffusion sd-webui stable-diffusion-webui-forge").keeps(State::Files).needs("gpu").excused("device"),
    image(Role::Ai, "subgen", "https://github.com/McCloudS/subgen").named("subgen").images("subgen").keeps(State::Cache).needs("gpu").excused("device"),
    image(Role::Ai, "Text Generation Inference, Text Embeddings Inference", "https://github.com/huggingface/text-generation-inference").named("text-generation-inference text-embeddings-inference tgi").images("text-generation-inference text-embeddings-inference").keeps(State::Cache).needs("gpu").excused("device"),
    image(Role::Ai, "Text generation web UI, KoboldCpp", "https://github.com/oobabooga/text-generation-webui").named("text-generation-webui oobabooga koboldcpp").images("text-generation-webui koboldcpp").keeps(State::Files).needs("gpu").excused("device"),
    image(Role::Ai, "vLLM", "https://docs.vllm.ai").named("vllm").images("vllm-openai vllm").keeps(State::Cache).needs("gpu").excused("device").size(4, 8192, 20),
    image(Role::Ai, "Web crawlers for AI (Firecrawl, Crawl4AI)", "https://github.com/unclecode/crawl4ai").named("crawl4ai firecrawl").images("crawl4ai firecrawl").keeps(State::Cache),
    image(Role::Ai, "Whisper speech recognition servers", "https://github.com/ahmetoner/whisper-asr-webservice").named("whisper whisper-asr faster-whisper speaches").images("openai-whisper-asr-webservice faster-whisper faster-whisper-server speaches").keeps(State::Cache).needs("gpu").excused("device"),
];
