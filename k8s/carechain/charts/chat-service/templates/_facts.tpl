{{/* What is special about chat-service: YAML that the templates of carechain-service read. */}}
{{- define "chat-service.facts" -}}
{{- $global := .Values.global -}}
{{- $attachments := .Values.attachments -}}
name: chat-service
httpPort: 8081
managementPort: 9081
# Also WebSockets; gateways that look at this need no more.
appProtocol: http
public: true
tmpSize: 256Mi
certificates: [identity, postgres, redis, kafka]
callers: [presence-service, jobs-bridge-service]
calls: [{name: presence-service, port: 8082}]
backends:
  - postgres
  - redis
  - kafka
  - identity
  {{- if eq $attachments.storage "s3" }}
  - objectStore
  {{- end }}
  {{- if $attachments.clamdAddress }}
  - virusScanner
  {{- end }}
  {{- if $global.tracing.enabled }}
  - tracing
  {{- end }}
settings:
  QUARKUS_DATASOURCE_JDBC_URL: {{ required "global.postgres.jdbcUrl is not set: where PostgreSQL is." $global.postgres.jdbcUrl | quote }}
  # Pods never change the schema when a Job does, but refuse to start on one that is older than they are.
  QUARKUS_FLYWAY_MIGRATE_AT_START: {{ eq .Values.migration.mode "atStart" | quote }}
  QUARKUS_FLYWAY_VALIDATE_AT_START: {{ eq .Values.migration.mode "job" | quote }}
  CARECHAIN_SOCKETS_DRAIN: {{ .Values.drain.seconds }}s
  CARECHAIN_PRESENCE_URL: http://{{ .Release.Name }}-presence-service:8082
  CARECHAIN_SOCKETS_ALLOWED_ORIGINS: {{ include "chat-service.origins" . | quote }}
  {{- include "carechain-service.redis-settings" . | nindent 2 }}
  {{- include "carechain-service.kafka-settings" . | nindent 2 }}
  {{- include "chat-service.attachment-settings" . | nindent 2 }}
secrets:
  {{- include "carechain-service.client-secret" . | nindent 2 }}
  {{- include "chat-service.postgres-secret" (dict "root" . "secret" $global.postgres.existingSecret) | nindent 2 }}
  {{- include "carechain-service.redis-secret" . | nindent 2 }}
  {{- include "carechain-service.kafka-secret" . | nindent 2 }}
  {{- if and (eq $attachments.storage "s3") $attachments.s3.existingSecret }}
  - name: AWS_ACCESS_KEY_ID
    valueFrom: {secretKeyRef: {name: {{ $attachments.s3.existingSecret }}, key: {{ $attachments.s3.accessKeyIdKey }}}}
  - name: AWS_SECRET_ACCESS_KEY
    valueFrom: {secretKeyRef: {name: {{ $attachments.s3.existingSecret }}, key: {{ $attachments.s3.secretAccessKeyKey }}}}
  {{- end }}
# With S3 uploads are put together here first.
mounts:
  - {name: attachments, mountPath: {{ $attachments.directory.path }}}
volumes:
  - name: attachments
    {{- if eq $attachments.storage "s3" }}
    emptyDir: {sizeLimit: 4Gi}
    {{- else if or $attachments.directory.existingClaim $attachments.directory.claim.enabled }}
    persistentVolumeClaim: {claimName: {{ $attachments.directory.existingClaim | default (printf "%s-attachments" .Release.Name) }}}
    {{- else if $attachments.directory.ephemeral }}
    emptyDir: {sizeLimit: 4Gi}
    {{- else }}
    {{- fail "chat-service.attachments: nothing says where files are kept. Set storage to s3, or directory.existingClaim or directory.claim.enabled; or, for a trial in which files end with their pod, directory.ephemeral." }}
    {{- end }}
{{- end }}

{{- define "chat-service.postgres-secret" -}}
{{- $postgres := .root.Values.global.postgres -}}
{{- $secret := required "global.postgres.existingSecret is not set: the Secret with user and password." .secret -}}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $postgres.usernameKey }}}}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $postgres.passwordKey }}}}
{{- end }}

{{- define "chat-service.origins" -}}
{{- $own := list -}}
{{- range .Values.global.hosts }}{{ $own = append $own (printf "https://%s" .) }}{{ end -}}
{{- join "," (.Values.sockets.allowedOrigins | default $own) -}}
{{- end }}

{{- define "chat-service.attachment-settings" -}}
{{- with .Values.attachments -}}
CARECHAIN_ATTACHMENTS_STORE: {{ .storage }}
CARECHAIN_ATTACHMENTS_DIRECTORY: {{ .directory.path }}
{{- if eq .storage "s3" }}
CARECHAIN_ATTACHMENTS_BUCKET: {{ required "chat-service.attachments.s3.bucket is not set: where attachments are stored." .s3.bucket }}
QUARKUS_S3_AWS_REGION: {{ .s3.region }}
{{- with .s3.endpoint }}
QUARKUS_S3_ENDPOINT_OVERRIDE: {{ . }}
{{- end }}
{{- end }}
{{- with .clamdAddress }}
CARECHAIN_ATTACHMENTS_SCANNER: clamd
CARECHAIN_ATTACHMENTS_CLAMD_ADDRESS: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
