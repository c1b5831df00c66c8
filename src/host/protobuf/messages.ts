import { coreMessages } from './core-messages.ts'

/**
 * The fields of the messages that clients send, `number name type`, from the generated.proto files of k8s.io/api and
 * k8s.io/apimachinery. JSON schemas do not tell these numbers.
 */
export const messages: Readonly<Record<string, string>> = {
  ...coreMessages,
  'apps.v1.ControllerRevision': '1 metadata meta.v1.ObjectMeta, 2 data RawExtension, 3 revision int64',
  'apps.v1.DaemonSet': '1 metadata meta.v1.ObjectMeta, 2 spec apps.v1.DaemonSetSpec, 3 status apps.v1.DaemonSetStatus',
  'apps.v1.DaemonSetCondition': '1 type string, 2 status string, 3 lastTransitionTime meta.v1.Time, 4 reason string, 5 message string',
  'apps.v1.DaemonSetSpec':
    '1 selector meta.v1.LabelSelector, 2 template core.v1.PodTemplateSpec, 3 updateStrategy apps.v1.DaemonSetUpdateStrategy, 4 minReadySeconds int32, 6 revisionHistoryLimit int32',
  'apps.v1.DaemonSetStatus':
    '1 currentNumberScheduled int32, 2 numberMisscheduled int32, 3 desiredNumberScheduled int32, 4 numberReady int32, 5 observedGeneration int64, 6 updatedNumberScheduled int32, 7 numberAvailable int32, 8 numberUnavailable int32, 9 collisionCount int32, 10 conditions []apps.v1.DaemonSetCondition',
  'apps.v1.DaemonSetUpdateStrategy': '1 type string, 2 rollingUpdate apps.v1.RollingUpdateDaemonSet',
  'apps.v1.Deployment': '1 metadata meta.v1.ObjectMeta, 2 spec apps.v1.DeploymentSpec, 3 status apps.v1.DeploymentStatus',
  'apps.v1.DeploymentCondition':
    '1 type string, 2 status string, 4 reason string, 5 message string, 6 lastUpdateTime meta.v1.Time, 7 lastTransitionTime meta.v1.Time',
  'apps.v1.DeploymentSpec':
    '1 replicas int32, 2 selector meta.v1.LabelSelector, 3 template core.v1.PodTemplateSpec, 4 strategy apps.v1.DeploymentStrategy, 5 minReadySeconds int32, 6 revisionHistoryLimit int32, 7 paused bool, 9 progressDeadlineSeconds int32',
  'apps.v1.DeploymentStatus':
    '1 observedGeneration int64, 2 replicas int32, 3 updatedReplicas int32, 4 availableReplicas int32, 5 unavailableReplicas int32, 6 conditions []apps.v1.DeploymentCondition, 7 readyReplicas int32, 8 collisionCount int32, 9 terminatingReplicas int32',
  'apps.v1.DeploymentStrategy': '1 type string, 2 rollingUpdate apps.v1.RollingUpdateDeployment',
  'apps.v1.ReplicaSet': '1 metadata meta.v1.ObjectMeta, 2 spec apps.v1.ReplicaSetSpec, 3 status apps.v1.ReplicaSetStatus',
  'apps.v1.ReplicaSetCondition': '1 type string, 2 status string, 3 lastTransitionTime meta.v1.Time, 4 reason string, 5 message string',
  'apps.v1.ReplicaSetSpec':
    '1 replicas int32, 2 selector meta.v1.LabelSelector, 3 template core.v1.PodTemplateSpec, 4 minReadySeconds int32',
  'apps.v1.ReplicaSetStatus':
    '1 replicas int32, 2 fullyLabeledReplicas int32, 3 observedGeneration int64, 4 readyReplicas int32, 5 availableReplicas int32, 6 conditions []apps.v1.ReplicaSetCondition, 7 terminatingReplicas int32',
  'apps.v1.RollingUpdateDaemonSet': '1 maxUnavailable IntOrString, 2 maxSurge IntOrString',
  'apps.v1.RollingUpdateDeployment': '1 maxUnavailable IntOrString, 2 maxSurge IntOrString',
  'apps.v1.RollingUpdateStatefulSetStrategy': '1 partition int32, 2 maxUnavailable IntOrString',
  'apps.v1.StatefulSet': '1 metadata meta.v1.ObjectMeta, 2 spec apps.v1.StatefulSetSpec, 3 status apps.v1.StatefulSetStatus',
  'apps.v1.StatefulSetCondition': '1 type string, 2 status string, 3 lastTransitionTime meta.v1.Time, 4 reason string, 5 message string',
  'apps.v1.StatefulSetOrdinals': '1 start int32',
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': '1 whenDeleted string, 2 whenScaled string',
  'apps.v1.StatefulSetSpec':
    '1 replicas int32, 2 selector meta.v1.LabelSelector, 3 template core.v1.PodTemplateSpec, 4 volumeClaimTemplates []core.v1.PersistentVolumeClaim, 5 serviceName string, 6 podManagementPolicy string, 7 updateStrategy apps.v1.StatefulSetUpdateStrategy, 8 revisionHistoryLimit int32, 9 minReadySeconds int32, 10 persistentVolumeClaimRetentionPolicy apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy, 11 ordinals apps.v1.StatefulSetOrdinals',
  'apps.v1.StatefulSetStatus':
    '1 observedGeneration int64, 2 replicas int32, 3 readyReplicas int32, 4 currentReplicas int32, 5 updatedReplicas int32, 6 currentRevision string, 7 updateRevision string, 9 collisionCount int32, 10 conditions []apps.v1.StatefulSetCondition, 11 availableReplicas int32',
  'apps.v1.StatefulSetUpdateStrategy': '1 type string, 2 rollingUpdate apps.v1.RollingUpdateStatefulSetStrategy',
  'authentication.v1.AttestationValue': '1 items []string',
  'authentication.v1.BoundObjectReference': '1 kind string, 2 apiVersion string, 3 name string, 4 uID string',
  'authentication.v1.ExtraValue': '1 items []string',
  'authentication.v1.SelfSubjectReview': '1 metadata meta.v1.ObjectMeta, 2 status authentication.v1.SelfSubjectReviewStatus',
  'authentication.v1.SelfSubjectReviewStatus': '1 userInfo authentication.v1.UserInfo',
  'authentication.v1.TokenRequest':
    '1 metadata meta.v1.ObjectMeta, 2 spec authentication.v1.TokenRequestSpec, 3 status authentication.v1.TokenRequestStatus',
  'authentication.v1.TokenRequestSpec':
    '1 audiences []string, 3 boundObjectRef authentication.v1.BoundObjectReference, 4 expirationSeconds int64, 5 attestations {}authentication.v1.AttestationValue',
  'authentication.v1.TokenRequestStatus': '1 token string, 2 expirationTimestamp meta.v1.Time',
  'authentication.v1.TokenReview':
    '1 metadata meta.v1.ObjectMeta, 2 spec authentication.v1.TokenReviewSpec, 3 status authentication.v1.TokenReviewStatus',
  'authentication.v1.TokenReviewSpec': '1 token string, 2 audiences []string',
  'authentication.v1.TokenReviewStatus': '1 authenticated bool, 2 user authentication.v1.UserInfo, 3 error string, 4 audiences []string',
  'authentication.v1.UserInfo': '1 username string, 2 uid string, 3 groups []string, 4 extra {}authentication.v1.ExtraValue',
  'authorization.v1.ExtraValue': '1 items []string',
  'authorization.v1.FieldSelectorAttributes': '1 rawSelector string, 2 requirements []meta.v1.FieldSelectorRequirement',
  'authorization.v1.LabelSelectorAttributes': '1 rawSelector string, 2 requirements []meta.v1.LabelSelectorRequirement',
  'authorization.v1.LocalSubjectAccessReview':
    '1 metadata meta.v1.ObjectMeta, 2 spec authorization.v1.SubjectAccessReviewSpec, 3 status authorization.v1.SubjectAccessReviewStatus',
  'authorization.v1.NonResourceAttributes': '1 path string, 2 verb string',
  'authorization.v1.NonResourceRule': '1 verbs []string, 2 nonResourceURLs []string',
  'authorization.v1.ResourceAttributes':
    '1 namespace string, 2 verb string, 3 group string, 4 version string, 5 resource string, 6 subresource string, 7 name string, 8 fieldSelector authorization.v1.FieldSelectorAttributes, 9 labelSelector authorization.v1.LabelSelectorAttributes',
  'authorization.v1.ResourceRule': '1 verbs []string, 2 apiGroups []string, 3 resources []string, 4 resourceNames []string',
  'authorization.v1.SelfSubjectAccessReview':
    '1 metadata meta.v1.ObjectMeta, 2 spec authorization.v1.SelfSubjectAccessReviewSpec, 3 status authorization.v1.SubjectAccessReviewStatus',
  'authorization.v1.SelfSubjectAccessReviewSpec':
    '1 resourceAttributes authorization.v1.ResourceAttributes, 2 nonResourceAttributes authorization.v1.NonResourceAttributes',
  'authorization.v1.SelfSubjectRulesReview':
    '1 metadata meta.v1.ObjectMeta, 2 spec authorization.v1.SelfSubjectRulesReviewSpec, 3 status authorization.v1.SubjectRulesReviewStatus',
  'authorization.v1.SelfSubjectRulesReviewSpec': '1 namespace string',
  'authorization.v1.SubjectAccessReview':
    '1 metadata meta.v1.ObjectMeta, 2 spec authorization.v1.SubjectAccessReviewSpec, 3 status authorization.v1.SubjectAccessReviewStatus',
  'authorization.v1.SubjectAccessReviewSpec':
    '1 resourceAttributes authorization.v1.ResourceAttributes, 2 nonResourceAttributes authorization.v1.NonResourceAttributes, 3 user string, 4 groups []string, 5 extra {}authorization.v1.ExtraValue, 6 uid string',
  'authorization.v1.SubjectAccessReviewStatus': '1 allowed bool, 2 reason string, 3 evaluationError string, 4 denied bool',
  'authorization.v1.SubjectRulesReviewStatus':
    '1 resourceRules []authorization.v1.ResourceRule, 2 nonResourceRules []authorization.v1.NonResourceRule, 3 incomplete bool, 4 evaluationError string',
  'autoscaling.v1.CrossVersionObjectReference': '1 kind string, 2 name string, 3 apiVersion string',
  'autoscaling.v1.HorizontalPodAutoscaler':
    '1 metadata meta.v1.ObjectMeta, 2 spec autoscaling.v1.HorizontalPodAutoscalerSpec, 3 status autoscaling.v1.HorizontalPodAutoscalerStatus',
  'autoscaling.v1.HorizontalPodAutoscalerSpec':
    '1 scaleTargetRef autoscaling.v1.CrossVersionObjectReference, 2 minReplicas int32, 3 maxReplicas int32, 4 targetCPUUtilizationPercentage int32',
  'autoscaling.v1.HorizontalPodAutoscalerStatus':
    '1 observedGeneration int64, 2 lastScaleTime meta.v1.Time, 3 currentReplicas int32, 4 desiredReplicas int32, 5 currentCPUUtilizationPercentage int32',
  'autoscaling.v1.Scale': '1 metadata meta.v1.ObjectMeta, 2 spec autoscaling.v1.ScaleSpec, 3 status autoscaling.v1.ScaleStatus',
  'autoscaling.v1.ScaleSpec': '1 replicas int32',
  'autoscaling.v1.ScaleStatus': '1 replicas int32, 2 selector string',
  'autoscaling.v2.ContainerResourceMetricSource': '1 name string, 2 target autoscaling.v2.MetricTarget, 3 container string',
  'autoscaling.v2.ContainerResourceMetricStatus': '1 name string, 2 current autoscaling.v2.MetricValueStatus, 3 container string',
  'autoscaling.v2.CrossVersionObjectReference': '1 kind string, 2 name string, 3 apiVersion string',
  'autoscaling.v2.ExternalMetricSource': '1 metric autoscaling.v2.MetricIdentifier, 2 target autoscaling.v2.MetricTarget',
  'autoscaling.v2.ExternalMetricStatus': '1 metric autoscaling.v2.MetricIdentifier, 2 current autoscaling.v2.MetricValueStatus',
  'autoscaling.v2.HPAScalingPolicy': '1 type string, 2 value int32, 3 periodSeconds int32',
  'autoscaling.v2.HPAScalingRules':
    '1 selectPolicy string, 2 policies []autoscaling.v2.HPAScalingPolicy, 3 stabilizationWindowSeconds int32, 4 tolerance Quantity',
  'autoscaling.v2.HorizontalPodAutoscaler':
    '1 metadata meta.v1.ObjectMeta, 2 spec autoscaling.v2.HorizontalPodAutoscalerSpec, 3 status autoscaling.v2.HorizontalPodAutoscalerStatus',
  'autoscaling.v2.HorizontalPodAutoscalerBehavior': '1 scaleUp autoscaling.v2.HPAScalingRules, 2 scaleDown autoscaling.v2.HPAScalingRules',
  'autoscaling.v2.HorizontalPodAutoscalerCondition':
    '1 type string, 2 status string, 3 lastTransitionTime meta.v1.Time, 4 reason string, 5 message string, 6 observedGeneration int64',
  'autoscaling.v2.HorizontalPodAutoscalerSpec':
    '1 scaleTargetRef autoscaling.v2.CrossVersionObjectReference, 2 minReplicas int32, 3 maxReplicas int32, 4 metrics []autoscaling.v2.MetricSpec, 5 behavior autoscaling.v2.HorizontalPodAutoscalerBehavior',
  'autoscaling.v2.HorizontalPodAutoscalerStatus':
    '1 observedGeneration int64, 2 lastScaleTime meta.v1.Time, 3 currentReplicas int32, 4 desiredReplicas int32, 5 currentMetrics []autoscaling.v2.MetricStatus, 6 conditions []autoscaling.v2.HorizontalPodAutoscalerCondition',
  'autoscaling.v2.MetricIdentifier': '1 name string, 2 selector meta.v1.LabelSelector',
  'autoscaling.v2.MetricSpec':
    '1 type string, 2 object autoscaling.v2.ObjectMetricSource, 3 pods autoscaling.v2.PodsMetricSource, 4 resource autoscaling.v2.ResourceMetricSource, 5 external autoscaling.v2.ExternalMetricSource, 7 containerResource autoscaling.v2.ContainerResourceMetricSource',
  'autoscaling.v2.MetricStatus':
    '1 type string, 2 object autoscaling.v2.ObjectMetricStatus, 3 pods autoscaling.v2.PodsMetricStatus, 4 resource autoscaling.v2.ResourceMetricStatus, 5 external autoscaling.v2.ExternalMetricStatus, 7 containerResource autoscaling.v2.ContainerResourceMetricStatus',
  'autoscaling.v2.MetricTarget': '1 type string, 2 value Quantity, 3 averageValue Quantity, 4 averageUtilization int32',
  'autoscaling.v2.MetricValueStatus': '1 value Quantity, 2 averageValue Quantity, 3 averageUtilization int32',
  'autoscaling.v2.ObjectMetricSource':
    '1 describedObject autoscaling.v2.CrossVersionObjectReference, 2 target autoscaling.v2.MetricTarget, 3 metric autoscaling.v2.MetricIdentifier',
  'autoscaling.v2.ObjectMetricStatus':
    '1 metric autoscaling.v2.MetricIdentifier, 2 current autoscaling.v2.MetricValueStatus, 3 describedObject autoscaling.v2.CrossVersionObjectReference',
  'autoscaling.v2.PodsMetricSource': '1 metric autoscaling.v2.MetricIdentifier, 2 target autoscaling.v2.MetricTarget',
  'autoscaling.v2.PodsMetricStatus': '1 metric autoscaling.v2.MetricIdentifier, 2 current autoscaling.v2.MetricValueStatus',
  'autoscaling.v2.ResourceMetricSource': '1 name string, 2 target autoscaling.v2.MetricTarget',
  'autoscaling.v2.ResourceMetricStatus': '1 name string, 2 current autoscaling.v2.MetricValueStatus',
  'batch.v1.CronJob': '1 metadata meta.v1.ObjectMeta, 2 spec batch.v1.CronJobSpec, 3 status batch.v1.CronJobStatus',
  'batch.v1.CronJobSpec':
    '1 schedule string, 2 startingDeadlineSeconds int64, 3 concurrencyPolicy string, 4 suspend bool, 5 jobTemplate batch.v1.JobTemplateSpec, 6 successfulJobsHistoryLimit int32, 7 failedJobsHistoryLimit int32, 8 timeZone string',
  'batch.v1.CronJobStatus': '1 active []core.v1.ObjectReference, 4 lastScheduleTime meta.v1.Time, 5 lastSuccessfulTime meta.v1.Time',
  'batch.v1.Job': '1 metadata meta.v1.ObjectMeta, 2 spec batch.v1.JobSpec, 3 status batch.v1.JobStatus',
  'batch.v1.JobCondition':
    '1 type string, 2 status string, 3 lastProbeTime meta.v1.Time, 4 lastTransitionTime meta.v1.Time, 5 reason string, 6 message string',
  'batch.v1.JobSchedulingConfiguration':
    '1 schedulingPolicy scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy, 2 schedulingConstraints scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints, 3 disruptionMode scheduling.v1alpha3.WorkloadPodGroupDisruptionMode, 4 resourceClaims []scheduling.v1alpha3.WorkloadPodGroupResourceClaim',
  'batch.v1.JobSpec':
    '1 parallelism int32, 2 completions int32, 3 activeDeadlineSeconds int64, 4 selector meta.v1.LabelSelector, 5 manualSelector bool, 6 template core.v1.PodTemplateSpec, 7 backoffLimit int32, 8 ttlSecondsAfterFinished int32, 9 completionMode string, 10 suspend bool, 11 podFailurePolicy batch.v1.PodFailurePolicy, 12 backoffLimitPerIndex int32, 13 maxFailedIndexes int32, 14 podReplacementPolicy string, 15 managedBy string, 16 successPolicy batch.v1.SuccessPolicy, 17 scheduling batch.v1.JobSchedulingConfiguration',
  'batch.v1.JobStatus':
    '1 conditions []batch.v1.JobCondition, 2 startTime meta.v1.Time, 3 completionTime meta.v1.Time, 4 active int32, 5 succeeded int32, 6 failed int32, 7 completedIndexes string, 8 uncountedTerminatedPods batch.v1.UncountedTerminatedPods, 9 ready int32, 10 failedIndexes string, 11 terminating int32',
  'batch.v1.JobTemplateSpec': '1 metadata meta.v1.ObjectMeta, 2 spec batch.v1.JobSpec',
  'batch.v1.PodFailurePolicy': '1 rules []batch.v1.PodFailurePolicyRule',
  'batch.v1.PodFailurePolicyOnExitCodesRequirement': '1 containerName string, 2 operator string, 3 values []int32',
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': '1 type string, 2 status string',
  'batch.v1.PodFailurePolicyRule':
    '1 action string, 2 onExitCodes batch.v1.PodFailurePolicyOnExitCodesRequirement, 3 onPodConditions []batch.v1.PodFailurePolicyOnPodConditionsPattern',
  'batch.v1.SuccessPolicy': '1 rules []batch.v1.SuccessPolicyRule',
  'batch.v1.SuccessPolicyRule': '1 succeededIndexes string, 2 succeededCount int32',
  'batch.v1.UncountedTerminatedPods': '1 succeeded []string, 2 failed []string',
  'coordination.v1.Lease': '1 metadata meta.v1.ObjectMeta, 2 spec coordination.v1.LeaseSpec',
  'coordination.v1.LeaseSpec':
    '1 holderIdentity string, 2 leaseDurationSeconds int32, 3 acquireTime meta.v1.MicroTime, 4 renewTime meta.v1.MicroTime, 5 leaseTransitions int32, 6 strategy string, 7 preferredHolder string',
  'discovery.v1.Endpoint':
    '1 addresses []string, 2 conditions discovery.v1.EndpointConditions, 3 hostname string, 4 targetRef core.v1.ObjectReference, 5 deprecatedTopology {}string, 6 nodeName string, 7 zone string, 8 hints discovery.v1.EndpointHints',
  'discovery.v1.EndpointConditions': '1 ready bool, 2 serving bool, 3 terminating bool',
  'discovery.v1.EndpointHints': '1 forZones []discovery.v1.ForZone, 2 forNodes []discovery.v1.ForNode',
  'discovery.v1.EndpointPort': '1 name string, 2 protocol string, 3 port int32, 4 appProtocol string',
  'discovery.v1.EndpointSlice':
    '1 metadata meta.v1.ObjectMeta, 2 endpoints []discovery.v1.Endpoint, 3 ports []discovery.v1.EndpointPort, 4 addressType string',
  'discovery.v1.ForNode': '1 name string',
  'discovery.v1.ForZone': '1 name string',
  'meta.v1.Condition':
    '1 type string, 2 status string, 3 observedGeneration int64, 4 lastTransitionTime meta.v1.Time, 5 reason string, 6 message string',
  'meta.v1.DeleteOptions':
    '1 gracePeriodSeconds int64, 2 preconditions meta.v1.Preconditions, 3 orphanDependents bool, 4 propagationPolicy string, 5 dryRun []string, 6 ignoreStoreReadErrorWithClusterBreakingPotential bool',
  'meta.v1.FieldSelectorRequirement': '1 key string, 2 operator string, 3 values []string',
  'meta.v1.LabelSelector': '1 matchLabels {}string, 2 matchExpressions []meta.v1.LabelSelectorRequirement',
  'meta.v1.LabelSelectorRequirement': '1 key string, 2 operator string, 3 values []string',
  'meta.v1.ManagedFieldsEntry':
    '1 manager string, 2 operation string, 3 apiVersion string, 4 time meta.v1.Time, 6 fieldsType string, 7 fieldsV1 meta.v1.FieldsV1, 8 subresource string',
  'meta.v1.ObjectMeta':
    '1 name string, 2 generateName string, 3 namespace string, 4 selfLink string, 5 uid string, 6 resourceVersion string, 7 generation int64, 8 creationTimestamp meta.v1.Time, 9 deletionTimestamp meta.v1.Time, 10 deletionGracePeriodSeconds int64, 11 labels {}string, 12 annotations {}string, 13 ownerReferences []meta.v1.OwnerReference, 14 finalizers []string, 17 managedFields []meta.v1.ManagedFieldsEntry',
  'meta.v1.OwnerReference': '1 kind string, 3 name string, 4 uid string, 5 apiVersion string, 6 controller bool, 7 blockOwnerDeletion bool',
  'meta.v1.Preconditions': '1 uid string, 2 resourceVersion string',
  'networking.v1.HTTPIngressPath': '1 path string, 2 backend networking.v1.IngressBackend, 3 pathType string',
  'networking.v1.HTTPIngressRuleValue': '1 paths []networking.v1.HTTPIngressPath',
  'networking.v1.IPBlock': '1 cidr string, 2 except []string',
  'networking.v1.Ingress': '1 metadata meta.v1.ObjectMeta, 2 spec networking.v1.IngressSpec, 3 status networking.v1.IngressStatus',
  'networking.v1.IngressBackend': '3 resource core.v1.TypedLocalObjectReference, 4 service networking.v1.IngressServiceBackend',
  'networking.v1.IngressLoadBalancerIngress': '1 ip string, 2 hostname string, 4 ports []networking.v1.IngressPortStatus',
  'networking.v1.IngressLoadBalancerStatus': '1 ingress []networking.v1.IngressLoadBalancerIngress',
  'networking.v1.IngressPortStatus': '1 port int32, 2 protocol string, 3 error string',
  'networking.v1.IngressRule': '1 host string, 2 ingressRuleValue networking.v1.IngressRuleValue',
  'networking.v1.IngressRuleValue': '1 http networking.v1.HTTPIngressRuleValue',
  'networking.v1.IngressServiceBackend': '1 name string, 2 port networking.v1.ServiceBackendPort',
  'networking.v1.IngressSpec':
    '1 defaultBackend networking.v1.IngressBackend, 2 tls []networking.v1.IngressTLS, 3 rules []networking.v1.IngressRule, 4 ingressClassName string',
  'networking.v1.IngressStatus': '1 loadBalancer networking.v1.IngressLoadBalancerStatus',
  'networking.v1.IngressTLS': '1 hosts []string, 2 secretName string',
  'networking.v1.NetworkPolicy': '1 metadata meta.v1.ObjectMeta, 2 spec networking.v1.NetworkPolicySpec',
  'networking.v1.NetworkPolicyEgressRule': '1 ports []networking.v1.NetworkPolicyPort, 2 to []networking.v1.NetworkPolicyPeer',
  'networking.v1.NetworkPolicyIngressRule': '1 ports []networking.v1.NetworkPolicyPort, 2 from []networking.v1.NetworkPolicyPeer',
  'networking.v1.NetworkPolicyPeer':
    '1 podSelector meta.v1.LabelSelector, 2 namespaceSelector meta.v1.LabelSelector, 3 ipBlock networking.v1.IPBlock',
  'networking.v1.NetworkPolicyPort': '1 protocol string, 2 port IntOrString, 3 endPort int32',
  'networking.v1.NetworkPolicySpec':
    '1 podSelector meta.v1.LabelSelector, 2 ingress []networking.v1.NetworkPolicyIngressRule, 3 egress []networking.v1.NetworkPolicyEgressRule, 4 policyTypes []string',
  'networking.v1.ServiceBackendPort': '1 name string, 2 number int32',
  'policy.v1.Eviction': '1 metadata meta.v1.ObjectMeta, 2 deleteOptions meta.v1.DeleteOptions',
  'policy.v1.PodDisruptionBudget':
    '1 metadata meta.v1.ObjectMeta, 2 spec policy.v1.PodDisruptionBudgetSpec, 3 status policy.v1.PodDisruptionBudgetStatus',
  'policy.v1.PodDisruptionBudgetSpec':
    '1 minAvailable IntOrString, 2 selector meta.v1.LabelSelector, 3 maxUnavailable IntOrString, 4 unhealthyPodEvictionPolicy string',
  'policy.v1.PodDisruptionBudgetStatus':
    '1 observedGeneration int64, 2 disruptedPods {}meta.v1.Time, 3 disruptionsAllowed int32, 4 currentHealthy int32, 5 desiredHealthy int32, 6 expectedPods int32, 7 conditions []meta.v1.Condition',
  'rbac.v1.AggregationRule': '1 clusterRoleSelectors []meta.v1.LabelSelector',
  'rbac.v1.ClusterRole': '1 metadata meta.v1.ObjectMeta, 2 rules []rbac.v1.PolicyRule, 3 aggregationRule rbac.v1.AggregationRule',
  'rbac.v1.ClusterRoleBinding': '1 metadata meta.v1.ObjectMeta, 2 subjects []rbac.v1.Subject, 3 roleRef rbac.v1.RoleRef',
  'rbac.v1.PolicyRule':
    '1 verbs []string, 2 apiGroups []string, 3 resources []string, 4 resourceNames []string, 5 nonResourceURLs []string',
  'rbac.v1.Role': '1 metadata meta.v1.ObjectMeta, 2 rules []rbac.v1.PolicyRule',
  'rbac.v1.RoleBinding': '1 metadata meta.v1.ObjectMeta, 2 subjects []rbac.v1.Subject, 3 roleRef rbac.v1.RoleRef',
  'rbac.v1.RoleRef': '1 apiGroup string, 2 kind string, 3 name string',
  'rbac.v1.Subject': '1 kind string, 2 apiGroup string, 3 name string, 4 namespace string',
  'scheduling.v1.PriorityClass':
    '1 metadata meta.v1.ObjectMeta, 2 value int32, 3 globalDefault bool, 4 description string, 5 preemptionPolicy string',
  'storage.v1.StorageClass':
    '1 metadata meta.v1.ObjectMeta, 2 provisioner string, 3 parameters {}string, 4 reclaimPolicy string, 5 mountOptions []string, 6 allowVolumeExpansion bool, 7 volumeBindingMode string, 8 allowedTopologies []core.v1.TopologySelectorTerm',
}
