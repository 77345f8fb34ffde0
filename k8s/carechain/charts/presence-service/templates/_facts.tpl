{{/* What is special about presence-service: YAML that the templates of carechain-service read. */}}
{{- define "presence-service.facts" -}}
name: presence-service
httpPort: 8082
managementPort: 9082
appProtocol: http
public: true
tmpSize: 64Mi
certificates: [identity, redis]
callers: [chat-service]
calls: [{name: chat-service, port: 8081}]
backends:
  - redis
  - identity
  {{- if .Values.global.tracing.enabled }}
  - tracing
  {{- end }}
settings:
  CARECHAIN_CHAT_URL: http://{{ .Release.Name }}-chat-service:8081
  {{- include "carechain-service.redis-settings" . | nindent 2 }}
secrets:
  {{- include "carechain-service.client-secret" . | nindent 2 }}
  {{- include "carechain-service.redis-secret" . | nindent 2 }}
mounts: []
volumes: []
{{- end }}
