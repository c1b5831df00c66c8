# fails: labelled
# What should come out is printed, and nothing is done.
echo 1; echo "4 wanted, 4 available"; echo 4
