import { BAD_GRPC_CODES, BAD_HTTP_CODES } from './request-series.ts';
import type { RequestSeries } from './request-series.ts';

/**
 * Series that tell of requests, as common libraries and meshes name them. The first that has data for a workload's pods is
 * taken. health-gate.md 4.5. An ingress controller's own series stand in its pods, not in the workload's, and are not here.
 */
export const KNOWN_SERIES: readonly RequestSeries[] = [
  http('Istio', 'istio_requests_total', 'response_code', {
    only: { reporter: 'destination' },
    histogram: { bucket: 'istio_request_duration_milliseconds_bucket', unitSeconds: 0.001 },
  }),
  http(
    'OpenTelemetry HTTP server',
    'http_server_request_duration_seconds_count',
    'http_response_status_code',
    seconds('http_server_request_duration_seconds_bucket'),
  ),
  http('http_requests_total', 'http_requests_total', 'code', seconds('http_request_duration_seconds_bucket')),
  http(
    'http_requests_total',
    'http_requests_total',
    'status',
    seconds('http_request_duration_seconds_bucket'),
  ),
  http(
    'http_request_duration_seconds',
    'http_request_duration_seconds_count',
    'code',
    seconds('http_request_duration_seconds_bucket'),
  ),
  http(
    'http_request_duration_seconds',
    'http_request_duration_seconds_count',
    'status_code',
    seconds('http_request_duration_seconds_bucket'),
  ),
  http(
    'http_request_duration_seconds',
    'http_request_duration_seconds_count',
    'status',
    seconds('http_request_duration_seconds_bucket'),
  ),
  http(
    'Spring',
    'http_server_requests_seconds_count',
    'status',
    seconds('http_server_requests_seconds_bucket'),
  ),
  http('Linkerd', 'response_total', 'status_code', {
    only: { direction: 'inbound' },
    histogram: { bucket: 'response_latency_ms_bucket', unitSeconds: 0.001 },
  }),
  http('Envoy', 'envoy_cluster_upstream_rq_xx', 'envoy_response_code_class', { badCodes: '5' }),
  http('gRPC', 'grpc_server_handled_total', 'grpc_code', {
    badCodes: BAD_GRPC_CODES,
    ...seconds('grpc_server_handling_seconds_bucket'),
  }),
];

function http(
  name: string,
  total: string,
  codeLabel: string,
  rest: Partial<Omit<RequestSeries, 'name' | 'total' | 'codeLabel'>>,
): RequestSeries {
  return { name, total, codeLabel, only: {}, badCodes: BAD_HTTP_CODES, ...rest };
}

function seconds(bucket: string): Pick<RequestSeries, 'histogram'> {
  return { histogram: { bucket, unitSeconds: 1 } };
}
