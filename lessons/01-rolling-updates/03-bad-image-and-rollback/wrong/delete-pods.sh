# fails: back
# The Pods that hang are deleted; their ReplicaSet makes others like them.
kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=gcr.io/google-samples/kubernetes-bootcamp:v10
sleep 20
kubectl get pods --no-headers | grep -v Running | cut -d " " -f 1 | xargs kubectl delete pod
