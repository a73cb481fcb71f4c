# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS dependencies
WORKDIR /bridge
COPY package.json package-lock.json ./
# Production only, and no install scripts: nothing that runs in production needs one.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  # Of its 49 MB one table is read: Slack's names of emoji.
  && find node_modules/emojibase-data -type f ! -name package.json ! -path '*/en/shortcodes/iamcal.json' -delete

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /bridge
COPY --from=dependencies /bridge/node_modules node_modules
COPY package.json ./
COPY src src
# The store's folder is written by the bridge, and kept by the volume; nothing else needs to be written.
RUN mkdir data config && chown node:node data
USER node
VOLUME /bridge/data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# A small young generation keeps the process under 200 MB.
ENTRYPOINT ["node", "--max-semi-space-size=4", "src/main.js"]
CMD ["serve", "--config", "config/bridge.yaml"]
