# drover's image: the compiled program and the packages it runs on; no compiler, no tests, no sandbox, no shell, no npm.
# Releases should pin both bases by digest. The steps are run in a clean folder by test/image, where there is no engine.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
# Packages first: they change less often than the source.
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
COPY jobs jobs
RUN npm run build
# From nothing, since pruning would leave what scripts of development packages made.
RUN rm -rf node_modules && npm install --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY --from=build /build/src/drover.js src/drover.js
COPY package.json LICENSE ./
USER 65532:65532
# The gateway, and the probes of an engine.
EXPOSE 3000 8080
# A small young generation: what the sockets bring is freed soon, instead of making the collector walk through all pods of a
# large cluster every 40 MB. It halves the processor time of reading one.
ENTRYPOINT ["/nodejs/bin/node", "--enable-source-maps", "--max-semi-space-size=4", "src/drover.js"]
CMD ["serve"]
